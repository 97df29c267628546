import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { describe, expect, test } from 'vitest';
import { orderOf } from '../webhook/envelope.ts';
import { orderCompleted } from './draft.ts';
import { Order, OrderCoupon, OrderProduct } from './schema.ts';

const folder = process.env['MILLRACE_VENDOR'] ?? '';
const at = (...path: string[]): string => join(folder, 'bigcommerce', ...path);
const read = (...path: string[]): unknown => JSON.parse(readFileSync(at(...path), 'utf8'));

const why = 'skipped unless MILLRACE_VENDOR names a folder with the samples of the vendor';

describe.skipIf(folder === '')(`the samples of BigCommerce's documentation (${why})`, () => {
  const Total = z.object({ total_inc_tax: z.string(), default_currency_code: z.string() });
  const orders = ['order_v2.response.json', 'order_v2.multiple-items.json', 'orders_v2_list.json'];
  // Read in the tests: a skipped suite is collected all the same.
  const samples = () => orders.flatMap((file) => [read('api', file)].flat());
  const lines = () => z.array(OrderProduct).parse(read('api', 'order_v2_products.json'));
  const coupons = () => z.array(OrderCoupon).parse(read('api', 'order_v2_coupons.json'));
  const drafts = () =>
    samples().map((sample) =>
      orderCompleted(Order.parse(sample), lines(), coupons(), { storeHash: 'abc123' }),
    );

  test('every order maps, with its own total and the currency it was paid in', () => {
    const told = drafts().map(({ properties }) => [
      properties?.['total'],
      properties?.['currency'],
    ]);
    const written = z
      .array(Total)
      .parse(samples())
      .map((sample) => [Number(sample.total_inc_tax), sample.default_currency_code]);
    expect(told).toEqual(written);
    expect(told.length).toBeGreaterThan(2);
  });

  test('the members of a bundle are left out, and what stays has its discount', () => {
    const line = lines().find(({ parent_order_product_id: parent }) => parent === undefined);
    expect(lines().length).toBeGreaterThan(1);
    expect(drafts()[0]?.properties?.['products']).toMatchObject([
      {
        line_item_id: String(line?.id),
        product_id: line?.product_id,
        price: Number(line?.price_ex_tax),
        discount: Number(line?.applied_discounts[0]?.amount),
      },
    ]);
  });

  test('every webhook is about an order, or about something else', () => {
    const Sample = z.object({
      scope: z.string(),
      data: z.looseObject({ id: z.unknown().optional() }),
    });
    const about = readdirSync(at('webhooks')).filter((file) => file.endsWith('.json'));
    for (const file of about) {
      const text = readFileSync(at('webhooks', file), 'utf8').replace('{store_hash}', 'abc123');
      const { scope, data } = Sample.parse(JSON.parse(text));
      const expected = scope.startsWith('store/order/') ? data.id : undefined;
      expect([file, orderOf(Buffer.from(text), 'abc123')]).toEqual([file, expected]);
    }
    expect(about.length).toBeGreaterThan(30);
  });
});
