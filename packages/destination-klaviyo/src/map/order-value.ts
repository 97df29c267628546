import type { Big } from 'big.js';
import { decimal } from './decimal.ts';
import type { Checkout, Order, OrderLine } from './order-lines.ts';

/**
 * What an order is worth: "the total value of an entire order including shipping, tax, discounts, etc."
 *
 * Its `total`; without one, `revenue + shipping + tax` with what is missing taken for nothing; without revenue, the sum
 * of its lines.
 *
 * Klaviyo: Integrate a platform without a pre-built integration, Placed Order
 */
export function totalOfOrder(order: Order, lines: readonly OrderLine[]): Big | undefined {
  return decimal(order.total) ?? fromRevenue(order) ?? sumOf(lines);
}

/** The same of a checkout, which the spec has say `value` for the total. */
export function totalOfCheckout(checkout: Checkout, lines: readonly OrderLine[]): Big | undefined {
  return (
    decimal(checkout.value) ?? decimal(checkout['total']) ?? fromRevenue(checkout) ?? sumOf(lines)
  );
}

function fromRevenue({ revenue, shipping, tax }: Order | Checkout): Big | undefined {
  return decimal(revenue)
    ?.plus(decimal(shipping) ?? 0)
    .plus(decimal(tax) ?? 0);
}

/** What the lines are worth before any adjustment, as far as they have a price. */
export function sumOf(lines: readonly OrderLine[]): Big | undefined {
  let sum: Big | undefined;
  for (const { total } of lines) {
    if (total !== undefined) sum = sum === undefined ? total : sum.plus(total);
  }
  return sum;
}
