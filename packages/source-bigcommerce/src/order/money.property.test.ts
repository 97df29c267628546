import * as fc from 'fast-check';
import { Big } from 'big.js';
import { expect, test } from 'vitest';
import { line, order } from '../../test/orders.ts';
import { amountsOf } from './amounts.ts';
import { productsOf } from './products.ts';
import { Order, OrderProduct } from './schema.ts';

/** Amounts in ten-thousandths, as the API writes them: with four decimals, or without those that are zero. */
const units = (max: number) => fc.integer({ min: 0, max });
const four = (value: number) => new Big(value).div(10_000).toFixed(4);
const short = (value: number) => new Big(value).div(10_000).toFixed();
const exact = (value: number) => new Big(String(value));

const charges = fc.record({
  tax: units(1_000_000_000),
  shipping: units(10_000_000),
  handling: units(10_000_000),
  wrapping: units(10_000_000),
  goods: units(10_000_000_000),
  discount: units(1_000_000),
  coupon: units(1_000_000),
  write: fc.constantFrom(four, short),
});

test('the amounts of an event add up to the total of the order, to the last decimal', () => {
  fc.assert(
    fc.property(
      charges,
      ({ tax, shipping, handling, wrapping, goods, discount, coupon, write }) => {
        const amounts = amountsOf(
          Order.parse(
            order({
              total_inc_tax: write(goods + shipping + handling + wrapping + tax),
              total_tax: write(tax),
              shipping_cost_ex_tax: write(shipping),
              handling_cost_ex_tax: write(handling),
              wrapping_cost_ex_tax: write(wrapping),
              discount_amount: write(discount),
              coupon_discount: write(coupon),
            }),
          ),
        );
        const parts = [amounts.subtotal, amounts.shipping, amounts.handling, amounts.wrapping];
        const sum = [...parts, amounts.tax].reduce(
          (all, part) => all.plus(exact(part)),
          new Big(0),
        );
        expect(sum.toFixed()).toBe(short(goods + shipping + handling + wrapping + tax));
        expect(exact(amounts.total).toFixed()).toBe(sum.toFixed());
        expect(amounts.revenue).toBe(amounts.subtotal);
        expect(exact(amounts.discount).toFixed()).toBe(short(discount + coupon));
      },
    ),
  );
});

const orderLine = fc.record({
  price: units(100_000_000),
  quantity: fc.integer({ min: 1, max: 500 }),
  discounts: fc.array(units(50_000), { maxLength: 3 }),
  child: fc.boolean(),
});

test('the lines of an event add up to the lines of the order, bundles counted once', () => {
  fc.assert(
    fc.property(fc.array(orderLine, { maxLength: 12 }), (lines) => {
      const products = productsOf(
        lines.map(({ price, quantity, discounts, child }, index) =>
          OrderProduct.parse(
            line({
              id: index + 1,
              price_ex_tax: four(price),
              quantity,
              parent_order_product_id: child ? 999 : null,
              applied_discounts: discounts.map((amount) => ({ amount: four(amount), code: null })),
            }),
          ),
        ),
      );
      const told = products.reduce(
        (all, { price = 0, quantity = 0, discount = 0 }) =>
          all.plus(exact(price).times(quantity)).minus(exact(discount)),
        new Big(0),
      );
      const true_ = lines
        .filter(({ child }) => !child)
        .reduce(
          (all, { price, quantity, discounts }) =>
            all + price * quantity - discounts.reduce((sum, amount) => sum + amount, 0),
          0,
        );
      expect(told.toFixed()).toBe(short(true_));
    }),
  );
});
