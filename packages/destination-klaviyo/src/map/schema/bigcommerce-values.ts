import { Big } from 'big.js';
import { decimal } from '../decimal.ts';
import { type Checkout, type Order, type OrderLine, type Product } from '../order-lines.ts';
import { sumOf } from '../order-value.ts';

/**
 * "(sub-total + shipping) - any discounts". The `subtotal` and the `revenue` of an event have the discounts taken off
 * already; without them it is the total less the tax, or the lines less the discounts.
 *
 * Klaviyo: Review your BigCommerce data, Placed Order
 */
export function goodsAndShipping(
  order: Order | Checkout,
  lines: readonly OrderLine[],
): Big | undefined {
  const shipping = decimal(order.shipping) ?? 0;
  const goods = decimal(order['subtotal']) ?? decimal(order.revenue);
  return (
    goods?.plus(shipping) ??
    decimal(order['total'])?.minus(decimal(order.tax) ?? 0) ??
    sumOf(lines)
      ?.plus(shipping)
      .minus(decimal(order.discount) ?? discountsOf(lines))
  );
}

/** The same of a checkout, which the spec has say `value` for the total. */
export function checkoutValue(checkout: Checkout, lines: readonly OrderLine[]): Big | undefined {
  const { value } = checkout;
  return goodsAndShipping(
    decimal(value) === undefined ? checkout : { ...checkout, total: value },
    lines,
  );
}

/** "Product price minus any discounts", of the whole line: over an order it adds up to its goods. */
export function lineValue({ product, total }: OrderLine): Big | undefined {
  return total?.minus(decimal(product['discount']) ?? 0);
}

/** Whether there was a discount; where none is mentioned, whether there was a coupon. */
export function isDiscounted({ discount, coupon }: Order | Checkout | Product): boolean {
  const amount = decimal(discount);
  return amount === undefined ? typeof coupon === 'string' && coupon !== '' : amount.gt(0);
}

/** How many pieces, as the order counts them or as its lines do. */
export function itemCount(order: Order | Checkout, lines: readonly OrderLine[]): Big | undefined {
  const counted = decimal(order['item_count']);
  if (counted !== undefined || lines.length === 0) return counted;
  return lines.reduce(
    (count, { product }) => count.plus(decimal(product.quantity) ?? 1),
    new Big(0),
  );
}

/** All the codes, where an order has several. */
export function couponsOf({ coupons, coupon }: Order | Checkout): readonly string[] {
  const codes: readonly unknown[] = Array.isArray(coupons) ? coupons : [coupon];
  return codes.filter((code): code is string => typeof code === 'string' && code !== '');
}

/** What was chosen of a product: "Size: S" for each of its `options` ({ name, value }), else its `variant`. */
export function optionsOf({ options, variant }: Product): unknown {
  if (!Array.isArray(options)) return variant;
  const chosen = options.flatMap((option: unknown) => {
    const { name, value } = (option ?? {}) as { name?: unknown; value?: unknown };
    return typeof name === 'string' && isScalar(value) ? `${name}: ${value}` : [];
  });
  return chosen.length > 0 ? chosen : variant;
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

function discountsOf(lines: readonly OrderLine[]): Big {
  return lines.reduce(
    (sum, { product }) => sum.plus(decimal(product['discount']) ?? 0),
    new Big(0),
  );
}
