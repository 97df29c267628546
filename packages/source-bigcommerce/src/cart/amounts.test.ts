import { Big } from 'big.js';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountsOf } from './amounts.ts';
import { Checkout } from './schema.ts';

/** In ten-thousandths, and as the API writes them: JSON numbers. */
const units = fc.integer({ min: 0, max: 1_000_000_000 });
const money = (amount: number) => Number(new Big(amount).div(10_000).toFixed());

test('the amounts of a checkout add up to its total, to the last decimal', () => {
  fc.assert(
    fc.property(
      fc.record({ goods: units, shipping: units, handling: units, tax: units }),
      ({ goods, shipping, handling, tax }) => {
        const amounts = amountsOf(
          Checkout.parse({
            cart: {},
            grand_total: money(goods + shipping + handling + tax),
            shipping_cost_total_ex_tax: money(shipping),
            handling_cost_total_ex_tax: money(handling),
            tax_total: money(tax),
          }),
        );
        expect(amounts).toMatchObject({
          subtotal: money(goods),
          revenue: money(goods),
          shipping: money(shipping),
          handling: money(handling),
          tax: money(tax),
        });
        expect(amounts.value).toBe(amounts.total);
      },
    ),
  );
});
