import * as fc from 'fast-check';
import { Big } from 'big.js';
import { expect, test } from 'vitest';
import { bundle } from '../../test/bundles.ts';
import { line, order } from '../../test/orders.ts';
import { amountsOf, unaccounted } from './amounts.ts';
import { OrderProduct } from './line-schema.ts';
import { productsOf } from './products.ts';
import { Order } from './schema.ts';
import { mismatchesOf } from './sums.ts';

/** Amounts in ten-thousandths, as the API writes them: with four decimals, or without those that are zero. */
const units = (max: number) => fc.integer({ min: 0, max });
const four = (value: number) => new Big(value).div(10_000).toFixed(4);
const short = (value: number) => new Big(value).div(10_000).toFixed();
const exact = (value = 0) => new Big(String(value));
const total = (amounts: readonly (number | undefined)[]) =>
  amounts.reduce((all, amount) => all.plus(exact(amount)), new Big(0));

const taxed = (max: number) => fc.record({ ex: units(max), tax: units(max) });

const charges = fc.record({
  goods: fc.record({ ex: units(10_000_000_000), tax: units(1_000_000_000) }),
  shipping: taxed(10_000_000),
  handling: taxed(10_000_000),
  wrapping: taxed(10_000_000),
  fees: fc.array(taxed(1_000_000), { maxLength: 3 }),
  /** With the tax that they save, as the vendor has them: of the tax on the goods. */
  discount: taxed(1_000_000),
  coupon: taxed(1_000_000),
  inclusive: fc.boolean(),
  write: fc.constantFrom(four, short),
});

test('the amounts of an event add up to the total of the order, to the last decimal', () => {
  fc.assert(
    fc.property(charges, ({ goods, fees, discount, coupon, inclusive, write, ...costs }) => {
      const inc = ({ ex, tax }: { ex: number; tax: number }) => ex + tax;
      const on = [costs.shipping, costs.handling, costs.wrapping, ...fees];
      const off = [discount, coupon];
      const tax =
        goods.tax +
        on.reduce((all, each) => all + each.tax, 0) -
        off.reduce((all, each) => all + each.tax, 0);
      const whole =
        inc(goods) +
        on.reduce((all, each) => all + inc(each), 0) -
        off.reduce((all, each) => all + inc(each), 0);
      const read = Order.parse(
        order({
          is_tax_inclusive_pricing: inclusive,
          total_inc_tax: write(whole),
          total_tax: write(tax),
          subtotal_ex_tax: write(goods.ex),
          subtotal_inc_tax: write(inc(goods)),
          ...Object.fromEntries(
            Object.entries(costs).flatMap(([name, cost]) => [
              [`${name}_cost_ex_tax`, write(cost.ex)],
              [`${name}_cost_inc_tax`, write(inc(cost))],
            ]),
          ),
          fees: fees.map((fee, id) => ({
            id,
            cost_ex_tax: write(fee.ex),
            cost_inc_tax: write(inc(fee)),
          })),
          discount_amount: write(inc(discount)),
          coupon_discount: write(inc(coupon)),
        }),
      );
      const { subtotal, shipping, handling, wrapping, fees: paid, ...rest } = amountsOf(read);
      const parts = total([subtotal, shipping, handling, wrapping, paid, rest.tax]);
      expect(parts.toFixed()).toBe(short(whole));
      expect(exact(rest.total).toFixed()).toBe(short(whole));
      expect(exact(paid).toFixed()).toBe(short(fees.reduce((all, { ex }) => all + ex, 0)));
      expect(rest.revenue).toBe(subtotal);
      expect(exact(rest.discount).toFixed()).toBe(short(inc(discount) + inc(coupon)));
      // Goods without tax, less the discounts without the tax that they saved.
      expect(exact(subtotal).toFixed()).toBe(short(goods.ex - discount.ex - coupon.ex));
      expect(unaccounted(read).toFixed()).toBe('0');
    }),
  );
});

test('whatever the vendor says, the amounts of an event add up to its total', () => {
  const any = units(1_000_000);
  fc.assert(
    fc.property(fc.tuple(any, any, any, any, any, any), ([whole, tax, on, fee, off, goods]) => {
      const {
        total: all,
        discount,
        revenue,
        ...parts
      } = amountsOf(
        Order.parse(
          order({
            total_inc_tax: four(whole),
            total_tax: four(tax),
            subtotal_inc_tax: four(goods),
            shipping_cost_ex_tax: four(on),
            shipping_cost_inc_tax: four(on),
            fees: [{ cost_exc_tax: four(fee), cost_inc_tax: four(fee) }],
            discount_amount: four(off),
          }),
        ),
      );
      expect(total(Object.values(parts)).toFixed()).toBe(exact(all).toFixed());
      expect([revenue, exact(discount).toFixed()]).toEqual([parts.subtotal, short(off + 30_000)]);
    }),
  );
});

const orderLine = fc.record({
  ex: units(100_000_000),
  inc: units(100_000_000),
  quantity: fc.integer({ min: 1, max: 500 }),
  discounts: fc.array(units(50_000), { maxLength: 3 }),
  child: fc.boolean(),
});

test('the lines of an event add up to the lines of the order in the terms of the shop, bundles counted once', () => {
  fc.assert(
    fc.property(fc.array(orderLine, { maxLength: 12 }), fc.boolean(), (lines, inclusive) => {
      const read = lines.map(({ ex, inc, quantity, discounts, child }, index) =>
        line({
          id: index + 1,
          price_ex_tax: four(ex),
          price_inc_tax: four(inc),
          quantity,
          parent_order_product_id: child ? 999 : null,
          applied_discounts: discounts.map((amount) => ({ amount: four(amount), code: null })),
        }),
      );
      const products = productsOf(
        read.map((each) => OrderProduct.parse(each)),
        { pricesIncludeTax: inclusive, catalog: new Map() },
      );
      const told = products.reduce(
        (all, { price, quantity, discount }) =>
          all.plus(exact(price).times(quantity ?? 0)).minus(exact(discount)),
        new Big(0),
      );
      const own = lines.filter(({ child }) => !child);
      const before = own.reduce(
        (all, { ex, inc, quantity }) => all + (inclusive ? inc : ex) * quantity,
        0,
      );
      const off = own.flatMap(({ discounts }) => discounts).reduce((all, each) => all + each, 0);
      expect(told.toFixed()).toBe(short(before - off));
      // So nothing is said of the lines of an order whose subtotal is just that.
      const name = inclusive ? 'subtotal_inc_tax' : 'subtotal_ex_tax';
      const about = { is_tax_inclusive_pricing: inclusive, [name]: four(before) };
      const said = mismatchesOf(bundle(about, { lines: read })).map(({ what }) => what);
      expect(said.filter((what) => what.startsWith('its lines'))).toEqual([]);
    }),
  );
});
