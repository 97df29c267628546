import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SandboxServer, startServer } from '../http/index.ts';
import { type BigCommerceSandbox, bigcommerceSandbox } from './index.ts';

/** Where the vendor's documented samples are. They are not ours to publish, so the comparison needs a copy. */
const vendor = process.env['MILLRACE_VENDOR'];

/** `customer.name` -> the kinds of JSON value seen there; the members of a list are one place. */
type Shape = Map<string, Set<string>>;

function shapeOf(value: unknown, path = '', shape: Shape = new Map()): Shape {
  const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  shape.set(path, (shape.get(path) ?? new Set()).add(kind));
  if (Array.isArray(value)) for (const item of value) shapeOf(item, `${path}[]`, shape);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) shapeOf(item, `${path}.${key}`, shape);
  }
  return shape;
}

/** What differs, each as one line. `null` agrees with any kind: it says that something is absent. */
function differences(ours: unknown, theirs: unknown): string[] {
  const [our, their] = [shapeOf(ours), shapeOf(theirs)];
  const kinds = [...their].flatMap(([path, wanted]) => {
    const got = our.get(path);
    if (!got || got.has('null') || wanted.has('null')) return [];
    const strange = [...got].filter((kind) => !wanted.has(kind));
    return strange.length === 0 ? [] : [`${path}: ${strange.join()} for ${[...wanted].join()}`];
  });
  // A key below something we leave empty is no difference: an empty list has no members to compare.
  const missing = [...their.keys()].filter(
    (path) => !our.has(path) && !NEIGHBOURS.test(path) && our.get(parent(path))?.has('object'),
  );
  return [...kinds, ...missing.map((path) => `${path}: missing`)];
}

/** Links to other pages are there when there are other pages. */
const NEIGHBOURS = /\.links\.(previous|next)$/;

const parent = (path: string) => path.replace(/(\.[^.[]+|\[\])$/, '');

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
      for (const scope of ['store/order/*', 'store/shipment/*', 'store/cart/*', 'store/product/*'])
        await call('/v3/hooks', { scope, destination: receiver.url });
      const part = store.addProduct({ name: 'Part', price: '5' });
      const shirt = store.addProduct({
        name: 'Shirt',
        price: '55.99',
        brand: 'Acme',
        categories: ['Tops'],
        imageUrl: 'https://cdn.example.com/shirt.jpg',
      });
      const options = [{ name: 'Size', value: 'S' }];
      const order = store.placeOrder({
        customerId: store.addCustomer({ email: 'jane@example.com' }).id,
        lines: [{ productId: shirt.id, quantity: 2, options, bundled: [{ productId: part.id }] }],
        taxRate: '0.08',
        shipping: '12',
        discount: '5',
        coupons: [{ code: 'SPRING', amount: '5' }],
        cartId: '7e48f7ef-2e88-4817-aea4-b0ed01490114',
        billingAddress: { form_fields: [{ name: 'Note', value: 'Backyard' }] },
      });
      orderId = order.id;
      store.setStatus(orderId, 11);
      store.addShipment(orderId);
      store.refundOrder(orderId, { items: [{ orderProductId: 1, quantity: 1 }] });
      store.archiveOrder(orderId);
      await store.settled();
    });
    afterAll(async () => {
      await store.close();
      await receiver.close();
    });

    async function call(path: string, body?: object): Promise<unknown> {
      const response = await fetch(`${store.url}/stores/sandbox1${path}`, {
        method: body ? 'POST' : 'GET',
        headers: { 'x-auth-token': store.accessToken },
        ...(body && { body: JSON.stringify(body) }),
      });
      return response.json();
    }

    async function sample(name: string): Promise<unknown> {
      const path = join(vendor ?? '', 'bigcommerce', `${name}.json`);
      return JSON.parse(await readFile(path, 'utf8'));
    }

    /** Some samples are of one thing, where we ask for a list. */
    function asList(theirs: unknown): unknown {
      const { data, meta } = theirs as { data?: unknown; meta?: unknown };
      return data === undefined || Array.isArray(data) ? theirs : { data: [data], meta };
    }

    it.each([
      // The sample shows embedded fees where its own rules say a stub is, one of them with a misspelt key.
      ['api/order_v2.response', '/v2/orders/100', ['.fees: object for array', '.fees[]: missing']],
      ['api/order_v2_products', '/v2/orders/100/products', []],
      ['api/order_v2_coupons', '/v2/orders/100/coupons', []],
      ['api/order_v2_shipments', '/v2/orders/100/shipments', []],
      ['api/order_v2_shipping_addresses', '/v2/orders/100/shipping_addresses', []],
      ['api/order_v2_consignments', '/v2/orders/100/consignments', []],
      ['api/order_v2_count', '/v2/orders/count', []],
      ['api/order_statuses_v2', '/v2/order_statuses', []],
      ['api/order_v3_refund_one', '/v3/orders/100/payment_actions/refunds', []],
      ['api/store_v2', '/v2/store', []],
      // What only `include` brings, what belongs to segments, and the cursors of the newer paging.
      [
        'api/customers_v3',
        '/v3/customers',
        [
          '.data[].addresses: missing',
          '.data[].store_credit_amounts: missing',
          '.data[].shopper_profile_id: missing',
          '.data[].segment_ids: missing',
          '.meta.cursor_pagination: missing',
        ],
      ],
      ['api/product_v3', '/v3/catalog/products', []],
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
      expect(differences(ours, asList(await sample(name)))).toEqual(known);
    });

    it.each([
      'order/created',
      'order/updated',
      'order/statusUpdated',
      'order/archived',
      'order/refund/created',
      'shipment/created',
      'cart/converted',
      'product/created',
    ])('the webhook store/%s looks as the sample does', async (event) => {
      const bodies = receiver.requests.map(({ body }) => body as { scope: string });
      const ours = bodies.find(({ scope }) => scope === `store/${event}`);
      const theirs = await sample(`webhooks/store_${event.replaceAll('/', '_')}`);
      expect(differences(ours, theirs)).toEqual([]);
      expect(differences(theirs, ours)).toEqual([]);
    });
  },
);
