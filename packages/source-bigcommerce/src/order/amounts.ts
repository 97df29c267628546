import { number } from './money.ts';
import type { Order } from './schema.ts';

/**
 * The amounts of an order, in the currency it was paid in.
 *
 * - `total` is `total_inc_tax`: what the customer pays.
 * - `tax` is `total_tax`; `shipping`, `handling` and `wrapping` are without tax.
 * - `discount` is `discount_amount` (automatic and manual) plus `coupon_discount`: the total has both taken off.
 * - `subtotal` and `revenue`, the goods after discounts, are what is left of the total: `total − tax − shipping −
 *   handling − wrapping`. Taking the discounts from `subtotal_ex_tax` is not the same where prices include tax, since
 *   the discounts then do too.
 *
 * So `subtotal + shipping + handling + wrapping + tax = total`, exactly.
 */
export function amountsOf(order: Order) {
  const goods = order.total_inc_tax
    .minus(order.total_tax)
    .minus(order.shipping_cost_ex_tax)
    .minus(order.handling_cost_ex_tax)
    .minus(order.wrapping_cost_ex_tax);
  return {
    total: number(order.total_inc_tax),
    subtotal: number(goods),
    revenue: number(goods),
    shipping: number(order.shipping_cost_ex_tax),
    handling: number(order.handling_cost_ex_tax),
    wrapping: number(order.wrapping_cost_ex_tax),
    tax: number(order.total_tax),
    discount: number(order.discount_amount.plus(order.coupon_discount)),
  };
}
