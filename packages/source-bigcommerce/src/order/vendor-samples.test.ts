import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { describe, expect, test } from 'vitest';
import { MalformedWebhook } from '../webhook/refusal.ts';
import { orderOf } from '../webhook/envelope.ts';
import { orderCompleted } from './draft.ts';
import { Order, OrderCoupon, OrderProduct } from './schema.ts';

const folder = process.env['MILLRACE_VENDOR'] ?? '';
const at = (...path: string[]): string => join(folder, 'bigcommerce', ...path);
const read = (...path: string[]): unknown => JSON.parse(readFileSync(at(...path), 'utf8'));

const why = 'skipped unless MILLRACE_VENDOR names a folder with the samples of the vendor';

describe.skipIf(folder === '')(`the samples of BigCommerce's documentation (${why})`, () => {
  const samples = (...path: string[]): unknown[] => [read(...path)].flat();
  const lines = () => z.array(OrderProduct).parse(read('api', 'order_v2_products.json'));
  const coupons = () => z.array(OrderCoupon).parse(read('api', 'order_v2_coupons.json'));
  const drafts = () =>
    ['order_v2.response.json', 'order_v2.multiple-items.json', 'orders_v2_list.json']
      .flatMap((file) => samples('api', file))
      .map((sample) =>
        orderCompleted(Order.parse(sample), lines(), coupons(), { storeHash: 'abc123' }),
      );

  test('every order maps, with its own total', () => {
    expect(drafts().map(({ properties }) => [properties?.['order_id'], properties?.['total']]))
      .toMatchInlineSnapshot(`
        [
          [
            "218",
            69.84,
          ],
          [
            "247",
            1008.74,
          ],
          [
            "100",
            361.95,
          ],
        ]
      `);
  });

  test('an order whose currency_code is misspelt has the currency that was paid', () => {
    expect(drafts().map(({ properties }) => properties?.['currency'])).toEqual(['USD', 'USD', 'USD']);
  });

  test('the member of the bundle is left out, the discount is the line\'s', () => {
    const [draft] = drafts();
    expect(draft?.properties?.['products']).toMatchObject([
      { line_item_id: '65', product_id: '77', price: 55.99, quantity: 1, discount: 1.59 },
    ]);
  });

  test('every webhook is about an order, about something else, or says that it is malformed', () => {
    const about = readdirSync(at('webhooks'))
      .filter((file) => file.endsWith('.json'))
      .map((file) => {
        const body = Buffer.from(
          readFileSync(at('webhooks', file), 'utf8').replace('{store_hash}', 'abc123'),
        );
        try {
          return { file, order: orderOf(body, 'abc123') };
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedWebhook);
          return { file, order: 'malformed' };
        }
      });
    for (const { file, order } of about) {
      expect([file, order]).toEqual([file, file.startsWith('store_order_') ? 250 : undefined]);
    }
    expect(about.length).toBeGreaterThan(30);
  });
});
