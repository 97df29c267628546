import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { describe, expect, test } from 'vitest';
import { amountsOf } from './amounts.ts';
import type { OrderBundle } from './bundle.ts';
import { draftOf } from './draft.ts';
import { factsOf } from './life.ts';
import { OrderProduct } from './line-schema.ts';
import { madeRefunds, paidBack } from './refunds.ts';
import { Order, OrderCoupon, Refund } from './schema.ts';
import { mismatchesOf } from './sums.ts';

const folder = process.env['MILLRACE_VENDOR'] ?? '';
const read = (...path: string[]): unknown =>
  JSON.parse(readFileSync(join(folder, 'bigcommerce', ...path), 'utf8'));

const why = 'skipped unless MILLRACE_VENDOR names a folder with the samples of the vendor';

describe.skipIf(folder === '')(`the samples of BigCommerce's documentation (${why})`, () => {
  const Total = z.object({ total_inc_tax: z.string(), default_currency_code: z.string() });
  const orders = ['order_v2.response.json', 'order_v2.multiple-items.json', 'orders_v2_list.json'];
  // Read in the tests: a skipped suite is collected all the same.
  const samples = () => orders.flatMap((file) => [read('api', file)].flat());
  const lines = () => z.array(OrderProduct).parse(read('api', 'order_v2_products.json'));
  const coupons = () => z.array(OrderCoupon).parse(read('api', 'order_v2_coupons.json'));
  const order = (id: number) => {
    const found = samples().map((sample) => Order.parse(sample));
    return found.find((each) => each.id === id)!;
  };
  const bundle = (more: Partial<OrderBundle> = {}): OrderBundle => ({
    order: order(247),
    lines: lines(),
    coupons: coupons(),
    refunds: [],
    ...more,
  });
  const drafts = (of: OrderBundle) =>
    // One of them awaits payment.
    factsOf(of, undefined, { notPlaced: [] }).map((fact) =>
      draftOf(fact, of, { storeHash: 'abc123', catalog: new Map() }),
    );

  test('every order maps, with its own total and the currency it was paid in', () => {
    const told = samples().map((sample) => {
      const [draft] = drafts(bundle({ order: Order.parse(sample) }));
      return [draft?.event, draft?.properties?.['total'], draft?.properties?.['currency']];
    });
    const written = z
      .array(Total)
      .parse(samples())
      .map((sample) => [
        'Order Completed',
        Number(sample.total_inc_tax),
        sample.default_currency_code,
      ]);
    expect(told).toEqual(written);
    expect(told.length).toBeGreaterThan(2);
  });

  test.each([
    // With the tax that its discounts saved, 0.7607, not taken off the goods; its fees are not in its total.
    [218, { total: 69.84, subtotal: 53.44, shipping: 11.09, tax: 5.31, discount: 10 }],
    [247, { total: 1008.74, subtotal: 924.47, shipping: 7.39, tax: 76.88, discount: 0 }],
    [100, { total: 361.95, subtotal: 361.95, shipping: 0, tax: 0, discount: 0 }],
  ])('the amounts of order %i are those that its total is made of', (id, amounts) => {
    expect(amountsOf(order(id))).toMatchObject(amounts);
    expect(amountsOf(order(id)).fees).toBeUndefined();
  });

  test.each([218, 247, 100])('the total of order %i is accounted for', (id) => {
    // The lines of the documentation are of another order.
    const said = mismatchesOf(bundle({ order: order(id) })).map(({ what }) => what);
    expect(said).toEqual(['its lines are not what its subtotal is']);
  });

  test('the fees of an order that has them in its total are read, misspelt or not', () => {
    expect(order(218).fees.map(({ cost_ex_tax: cost }) => cost.toFixed())).toEqual(['12.3', '4']);
  });

  test('the members of a bundle are left out, and what stays is told whole', () => {
    const line = lines().find(({ parent_order_product_id: parent }) => parent === undefined);
    expect(lines().length).toBeGreaterThan(1);
    expect(drafts(bundle())[0]?.properties?.['products']).toMatchObject([
      {
        line_item_id: String(line?.id),
        product_id: line?.product_id,
        sku: 'S-ORAN',
        brand: 'BigCommerce',
        price: 55.99,
        cost: 50,
        discount: 1.59,
        options: [
          { name: 'Size', value: 'S' },
          { name: 'Color', value: 'Orange' },
          { name: 'Add Letters', value: 'Text Field' },
          { name: 'Is this a gift?', value: 'Yes' },
          { name: 'PickList', value: 'Able Brewing System' },
        ],
      },
    ]);
    expect(drafts(bundle())[0]?.properties?.['coupons']).toEqual(['S2549JM0Y']);
  });

  test('the consignments of an order without its lines hold none', () => {
    const consignments = read('api', 'order_v2_consignments.json');
    const sample = z.record(z.string(), z.unknown()).parse(samples()[0]);
    expect(Order.parse({ ...sample, consignments }).consignments.lines).toBeUndefined();
  });

  test('refunds are read, and those whose payment was declined did not take place', () => {
    const { data: one } = z.object({ data: Refund }).parse(read('api', 'order_v3_refund_one.json'));
    expect(paidBack(one).toFixed()).toBe('50');
    expect(drafts(bundle({ refunds: [one] })).map(({ event }) => event)).toContain(
      'Order Refunded',
    );
    const file = 'order_v3_refunds.post.application-json.json';
    const { data: declined } = z.object({ data: z.array(Refund) }).parse(read('api-2021', file));
    expect(declined).toHaveLength(2);
    expect(madeRefunds(declined)).toEqual([]);
  });
});
