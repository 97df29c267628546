import type { Big } from 'big.js';
import { decimal, toNumber } from './decimal.ts';
import type { Order, OrderLine } from './order-lines.ts';

/**
 * What an order is worth: "the total value of an entire order including shipping, tax, discounts, etc."
 *
 * Its `total`; without one, `revenue + shipping + tax` with what is missing taken for nothing; without revenue, the sum
 * of its lines.
 *
 * Klaviyo: Integrate a platform without a pre-built integration, Placed Order
 */
export function orderValue(order: Order, lines: readonly OrderLine[]): number | undefined {
  return toNumber(decimal(order.total) ?? fromRevenue(order) ?? sumOf(lines));
}

function fromRevenue({ revenue, shipping, tax }: Order): Big | undefined {
  return decimal(revenue)
    ?.plus(decimal(shipping) ?? 0)
    .plus(decimal(tax) ?? 0);
}

function sumOf(lines: readonly OrderLine[]): Big | undefined {
  let sum: Big | undefined;
  for (const { total } of lines) {
    if (total !== undefined) sum = sum === undefined ? total : sum.plus(total);
  }
  return sum;
}
