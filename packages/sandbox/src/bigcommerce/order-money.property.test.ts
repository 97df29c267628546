import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DrivenStore, drivenStore } from './__fixtures__/driven-store.ts';
import type { Order, OrderLine } from './index.ts';
import { decimal, sum } from './money.ts';

let shop: DrivenStore;

beforeEach(async () => {
  shop = await drivenStore();
});
afterEach(() => shop.close());

describe('whatever is in an order', () => {
  const cents = (max: number) => fc.integer({ min: 0, max }).map((n) => (n / 100).toFixed(2));
  const anyLine = fc
    .record({
      quantity: fc.integer({ min: 1, max: 9 }),
      price: cents(99_999),
      kind: fc.constantFrom('product' as const, 'custom' as const, 'gift' as const),
      wrapping: cents(500),
      off: fc.integer({ min: 0, max: 50 }),
    })
    .map(({ kind, wrapping, off, price, quantity }): OrderLine => {
      const whole = decimal(price).times(quantity);
      const amount = whole.times(off).div(200).toFixed(2, 0);
      const about = {
        product: { productId: 77 },
        custom: { name: 'Custom' },
        gift: { giftCertificate: { recipientEmail: 'a@example.com' } },
      }[kind];
      const more = {
        wrapping: { name: 'Box', cost: wrapping },
        discount: { name: 'Promotion', amount },
      };
      return Object.assign({ price, quantity }, about, more);
    });
  const anything = fc.record({
    lines: fc.array(anyLine, { minLength: 1, maxLength: 5 }),
    taxRate: fc.integer({ min: 0, max: 2_500 }).map((n) => (n / 10_000).toFixed(4)),
    taxIncluded: fc.boolean(),
    shipping: cents(9_999),
    handling: cents(999),
    fees: fc.array(
      cents(999).map((amount) => ({ name: 'Fee', amount })),
      { maxLength: 2 },
    ),
    storeCredit: cents(100),
    freeShipping: fc.boolean(),
  });

  it('its total is what it names, its taxes are what its parts name, its discounts what its lines name', () => {
    fc.assert(
      fc.property(anything, ({ freeShipping, ...placement }) => {
        const coupons = freeShipping ? [{ code: 'FREE', amount: '0', type: 4 as const }] : [];
        const order = shop.store.placeOrder({ ...placement, coupons });
        const { products, fees } = shop.store.order(order.id);
        const costs = ['subtotal', 'shipping_cost', 'handling_cost', 'wrapping_cost'] as const;
        const of = (form: 'inc_tax' | 'ex_tax' | 'tax') =>
          costs.map((cost) => order[`${cost}_${form}` as keyof Order] as string);
        const feesIncTax = fees.map((fee) => fee.cost_inc_tax);
        const total = sum([...of('inc_tax'), ...feesIncTax])
          .minus(order.discount_amount)
          .minus(order.coupon_discount);
        expect(order.total_inc_tax).toBe(total.toFixed(4));
        const tax = sum([...of('tax'), ...fees.map((fee) => fee.cost_tax)]);
        expect(order.total_tax).toBe(tax.toFixed(4));
        expect(order.total_ex_tax).toBe(total.minus(tax).toFixed(4));
        for (const each of products) {
          const sums = sum([each.total_ex_tax, each.total_tax]).toFixed(4);
          expect(each.total_inc_tax).toBe(sums);
        }
        const applied = products.flatMap((each) => each.applied_discounts);
        const off = sum(applied.map(({ amount }) => amount));
        expect(off.toFixed(4)).toBe(
          decimal(order.discount_amount).plus(order.coupon_discount).toFixed(4),
        );
      }),
      { numRuns: 100 },
    );
  });
});
