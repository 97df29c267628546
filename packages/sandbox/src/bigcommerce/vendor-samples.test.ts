import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SandboxServer, startServer } from '../http/index.ts';
import { differences } from './__fixtures__/shapes.ts';
import { type BigCommerceSandbox, bigcommerceSandbox } from './index.ts';
import { ask, sample } from './__fixtures__/samples.ts';

/** Where the vendor's documented samples are. They are not ours to publish, so the comparison needs a copy. */
const vendor = process.env['MILLRACE_VENDOR'];

describe.skipIf(vendor === undefined)(
  'the vendor samples, which are only compared when MILLRACE_VENDOR names a folder that has them',
  () => {
    let store: BigCommerceSandbox;
    let receiver: SandboxServer;
    let orderId: number;

    beforeAll(async () => {
      store = await bigcommerceSandbox();
      const answer = () => ({ status: 200 });
      receiver = await startServer({ maxBodyBytes: 10_000, handle: answer, refuse: answer });
      for (const scope of 'order shipment cart product category information customer subscriber'.split(
        ' ',
      ))
        await call('/v3/hooks', { scope: `store/${scope}/*`, destination: receiver.url });
      store.subscribe({ email: 'jane@example.com' });
      const part = store.addProduct({ name: 'Part', price: '5' });
      const shirt = store.addProduct({
        name: 'Shirt',
        price: '55.99',
        brand: 'Acme',
        categories: ['Tops'],
        imageUrl: 'https://cdn.example.com/shirt.jpg',
      });
      const options = [{ name: 'Size', value: 'S' }];
      const customerId = store.addCustomer({ email: 'jane@example.com' }).id;
      store.setAddress(customerId, { city: 'Austin' });
      store.setAttribute(customerId, 'Age', '30');
      const order = store.placeOrder({
        customerId,
        lines: [{ productId: shirt.id, quantity: 2, options, bundled: [{ productId: part.id }] }],
        taxRate: '0.08',
        shipping: '12',
        discount: '5',
        coupons: [{ code: 'SPRING', amount: '5' }],
        cartId: '7e48f7ef-2e88-4817-aea4-b0ed01490114',
        billingAddress: { form_fields: [{ name: 'Note', value: 'Backyard' }] },
        fees: [{ name: 'Parcel insurance', amount: '2' }],
      });
      orderId = order.id;
      store.setStatus(orderId, 11);
      store.addShipment(orderId);
      store.refundOrder(orderId, { items: [{ orderProductId: 1, quantity: 1 }] });
      store.archiveOrder(orderId);
      const paid = store.placeOrder({ customerId, lines: [{ productId: shirt.id, quantity: 1 }] });
      store.payOrder(paid.id);
      const parcel = store.addShipment(paid.id);
      store.updateShipment(paid.id, parcel.id, { trackingNumber: 'T1' });
      store.deleteShipment(paid.id, parcel.id);
      const hat = store.addProduct({
        name: 'Hat',
        price: '9',
        variants: [{ options: { Size: 'S' }, sku: 'HAT-S' }],
      });
      store.updateProduct(hat.id, { price: '8' });
      store.updateProduct(part.id, { inventoryLevel: 5 });
      store.deleteProduct(store.addProduct({ name: 'Gone', price: '1' }).id);
      const { id: categoryId } = store.addCategory({ name: 'Hats' });
      store.updateCategory(categoryId, { name: 'Caps' });
      store.deleteCategory(categoryId);
      store.updateStore({ timeZone: 'Europe/London' });
      await store.settled();
    });
    afterAll(async () => {
      await store.close();
      await receiver.close();
    });

    const call = (path: string, body?: object): Promise<unknown> => ask(store, path, body);

    /** Some samples are of one thing, where we ask for a list. */
    function asList(theirs: unknown): unknown {
      const { data, meta } = theirs as { data?: unknown; meta?: unknown };
      return data === undefined || Array.isArray(data) ? theirs : { data: [data], meta };
    }

    it.each([
      // The sample shows embedded fees where its own rules say a stub is, one of them with a misspelt key.
      ['api/order_v2.response', '/v2/orders/100', ['.fees: object for array', '.fees[]: missing']],
      // A key of the sample is misprinted.
      ['api/order_v2.multiple-items', '/v2/orders/101?include=fees', ['.currency_code": missing']],
      ['api/orders_v2_list', '/v2/orders', []],
      // Two spellings of one key in one sample.
      ['api/order_v2_fees', '/v2/orders/100/fees', ['.fees[].cost_exc_tax: missing']],
      ['api-2021/order_v3_transactions.get.application-json', '/v3/orders/101/transactions', []],
      ['api/order_v3_refund_one', '/v3/orders/payment_actions/refunds/1', []],
      // Of making refunds, which answers more than reading them does.
      [
        'api-2021/order_v3_refunds.post.application-json',
        '/v3/orders/payment_actions/refunds',
        [
          '.errors: missing',
          '.meta.failure: missing',
          '.meta.success: missing',
          '.meta.total: missing',
        ],
      ],
      ['api/order_v2_products', '/v2/orders/100/products', []],
      ['api/order_v2_coupons', '/v2/orders/100/coupons', []],
      ['api/order_v2_shipments', '/v2/orders/100/shipments', []],
      ['api/order_v2_shipping_addresses', '/v2/orders/100/shipping_addresses', []],
      ['api/order_v2_consignments', '/v2/orders/100/consignments', []],
      ['api/order_v2_count', '/v2/orders/count', []],
      ['api/order_statuses_v2', '/v2/order_statuses', []],
      ['api/order_v3_refund_one', '/v3/orders/100/payment_actions/refunds', []],
      ['api/store_v2', '/v2/store', []],
      // What belongs to segments.
      [
        'api/customers_v3',
        '/v3/customers?include=addresses,storecredit',
        ['.data[].shopper_profile_id: missing', '.data[].segment_ids: missing'],
      ],
      ['api/customer_attributes_v3', '/v3/customers/attributes', []],
      ['api/product_v3', '/v3/catalog/products', []],
      // Whether a list is too long to be counted: not in the present reference.
      [
        'api-2021/products_v3.get.application-json',
        '/v3/catalog/products?include=variants',
        ['.meta.pagination.too_many: missing'],
      ],
      ['api-2021/variants_v3.get.application-json', '/v3/catalog/variants', []],
      ['api/channels_v3', '/v3/channels', []],
      ['api/brands_v3', '/v3/catalog/brands', []],
      ['api/tree_categories_v3', '/v3/catalog/trees/categories', []],
      // The older sample pages by offset; the present reference has pages like every other collection.
      [
        'api-2021/hooks_v3.get.v3',
        '/v3/hooks',
        [
          '.meta.pagination.offset: missing',
          '.meta.pagination.limit: missing',
          '.meta.pagination.total_items: missing',
        ],
      ],
    ])('%s looks as %s does', async (name, path, known) => {
      const ours = await call(path);
      expect(differences(asList(ours), asList(await sample(name)))).toEqual(known);
    });

    it.each([
      'order/created',
      'order/updated',
      'order/statusUpdated',
      'order/archived',
      'order/refund/created',
      'shipment/created',
      'shipment/updated',
      'shipment/deleted',
      'cart/converted',
      'product/created',
      'product/updated',
      'product/deleted',
      'product/inventory/updated',
      'category/created',
      'category/updated',
      'category/deleted',
      'information/updated',
      'customer/created',
      'customer/address/created',
      'subscriber/created',
    ])('the webhook store/%s looks as the sample does', async (event) => {
      const bodies = receiver.requests.map(({ body }) => body as { scope: string });
      const ours = bodies.find(({ scope }) => scope === `store/${event}`);
      const theirs = await sample(`webhooks/store_${event.replaceAll('/', '_')}`);
      expect(differences(ours, theirs)).toEqual([]);
      expect(differences(theirs, ours)).toEqual([]);
    });
  },
);
