import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dataOf } from '../api/read.ts';
import { checkoutStarted } from './draft.ts';
import { Checkout } from './schema.ts';

/** Where the vendor's documented samples are. They are not ours to publish, so the comparison needs a copy. */
const vendor = process.env['MILLRACE_VENDOR'];

describe.skipIf(vendor === undefined)(
  'the vendor samples of checkouts, which are only read when MILLRACE_VENDOR names a folder that has them',
  () => {
    async function propertiesOf(name: string) {
      const text = await readFile(join(vendor ?? '', 'bigcommerce', `${name}.json`), 'utf8');
      const checkout = Checkout.parse(dataOf(JSON.parse(text)));
      return checkoutStarted(checkout, {
        storeHash: 'abc123',
        cartId: 'c-1',
        email: 'ada@example.org',
        content: '0',
        at: '2026-03-01T12:00:00.000Z',
        isHistory: false,
        checkoutUrl: undefined,
        catalog: new Map(),
      }).properties;
    }

    test.each([
      // 100 in the cart, 86.50 off its items and 13.50 off the whole.
      [
        'guides/docs.rest-management.example-response',
        { total: 0, subtotal: 0, discount: 100, item_count: 10, currency: 'USD' },
      ],
      [
        'guides/docs.rest-management.example-response-add-consignment-to-checkout',
        { total: 25.5, tax: 1.94, subtotal: 23.56, discount: 4.5, item_count: 2 },
      ],
      ['guides/docs.rest-management.example-response-add-checkout-billing-address', {}],
      // All of its amounts are zero, and so are its quantities.
      ['api/checkout_v3', { total: 0, item_count: 1, coupons: ['SHOPNOW'] }],
    ])('%s is understood', async (name, properties) => {
      expect(await propertiesOf(name)).toMatchObject(properties);
    });

    test('the lines of a sample are worth what it says', async () => {
      const { products } =
        (await propertiesOf('guides/docs.rest-management.example-response')) ?? {};
      expect(products).toMatchObject([
        { product_id: '120', price: 10, quantity: 1, discount: 10 },
        { product_id: '120', price: 10, quantity: 9, discount: 76.5 },
      ]);
    });
  },
);
