import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SandboxServer, startServer } from '../../http/index.ts';
import { differences } from '../__fixtures__/shapes.ts';
import { type BigCommerceSandbox, bigcommerceSandbox } from '../index.ts';
import { ask, sample } from '../__fixtures__/samples.ts';

/** Where the vendor's documented samples are. They are not ours to publish, so the comparison needs a copy. */
const vendor = process.env['MILLRACE_VENDOR'];

describe.skipIf(vendor === undefined)(
  'the vendor samples of carts, which are only compared when MILLRACE_VENDOR names a folder that has them',
  () => {
    let store: BigCommerceSandbox;
    let receiver: SandboxServer;
    let cartId: string;

    beforeAll(async () => {
      store = await bigcommerceSandbox();
      const answer = () => ({ status: 200 });
      receiver = await startServer({ maxBodyBytes: 10_000, handle: answer, refuse: answer });
      await call('/v3/hooks', { scope: 'store/cart/*', destination: receiver.url });
      const mug = store.addProduct({ name: 'Mug', price: '15', sku: 'M-1' });
      const book = store.addProduct({ name: 'Book', price: '10', type: 'digital' });
      const made = store.createCart({
        lines: [
          { productId: mug.id, discount: '1', bundled: [{ productId: mug.id }] },
          { productId: book.id },
        ],
        customItems: [{ name: 'Engraving', price: '5' }],
        giftCertificates: [{ amount: '25' }],
        taxRate: '0.08',
        discount: '2',
      });
      cartId = made.id;
      const [item] = made.line_items.physical_items;
      store.setCartEmail(cartId, 'jane@example.com');
      store.setBillingAddress(cartId, { custom_fields: [{ field_id: 'a', field_value: 'b' }] });
      store.setShippingAddress(
        cartId,
        { custom_fields: [{ field_id: 'a', field_value: 'b' }] },
        '5',
      );
      store.updateCartItem(cartId, item?.id ?? '', 2);
      store.applyCoupon(cartId, { code: 'SPRING', amount: '3' });
      store.abandonCart(cartId);
      const other = store.createCart({ lines: [{ productId: mug.id }] });
      store.removeCartItem(other.id, other.line_items.physical_items[0]?.id ?? '');
      await store.settled();
    });
    afterAll(async () => {
      await store.close();
      await receiver.close();
    });

    const call = (path: string, body?: object): Promise<unknown> => ask(store, path, body);

    const options =
      '?include=consignments.available_shipping_options,cart.line_items.physical_items.options';

    // The reference has a number there once a coupon was applied, the guides an empty list: so do we.
    const coupons = 'line_items.physical_items[].coupons: number for array';

    it.each([
      [
        'api/checkout_v3',
        // As the schema beside the sample has it: text, and the ids that its other examples have.
        '.data.cart.line_items.physical_items[].discounts[].id: number for string',
        '.data.cart.line_items.physical_items[].coupons: array for number',
        '.data.cart.line_items.custom_items[].quantity: string for number',
        // An empty object that nothing explains, and the consignment's own id.
        '.data.consignments[].shippingAddress: missing',
        '.data.consignments[].address.id: missing',
      ],
      ['guides/docs.rest-management.example-response', `.data.cart.${coupons}`],
      [
        'guides/docs.rest-management.example-response-add-consignment-to-checkout',
        `.data.cart.${coupons}`,
      ],
      [
        'guides/docs.rest-management.example-response-add-checkout-billing-address',
        `.data.cart.${coupons}`,
      ],
    ])('%s looks as our checkout does', async (name, ...known) => {
      const ours = await call(`/v3/checkouts/${cartId}${options}`);
      expect(differences(ours, await sample(name))).toEqual(known);
    });

    it('our cart looks as the one of the guide', async () => {
      const ours = await call(`/v3/carts/${cartId}`);
      const theirs = await sample('guides/docs.rest-management.example-response-create-a-cart');
      expect(differences(ours, theirs)).toEqual([`.data.${coupons}`]);
    });

    it('our redirect addresses look as the sample does', async () => {
      const ours = await call(`/v3/carts/${cartId}/redirect_urls`, {});
      const theirs = await sample('api/cart_v3_redirect_urls');
      // The sample quotes its own schema where the meta is.
      expect(differences(ours, theirs)).toEqual(['.meta.$ref: missing']);
    });

    it.each([
      'created',
      'updated',
      'deleted',
      'abandoned',
      'couponApplied',
      'lineItem/created',
      'lineItem/updated',
      'lineItem/deleted',
    ])('the webhook store/cart/%s looks as the sample does', async (event) => {
      const bodies = receiver.requests.map(({ body }) => body as { scope: string });
      const ours = bodies.find(({ scope }) => scope === `store/cart/${event}`);
      const theirs = await sample(`webhooks/store_cart_${event.replaceAll('/', '_')}`);
      expect(differences(ours, theirs)).toEqual([]);
      expect(differences(theirs, ours)).toEqual([]);
    });
  },
);
