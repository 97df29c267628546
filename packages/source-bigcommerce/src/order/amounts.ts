import { type Decimal, number, sum } from '../money.ts';
import type { Order } from './schema.ts';

/**
 * The amounts of an order, in the currency it was paid in.
 *
 * - `total` is `total_inc_tax`: what the customer pays, with store credit and gift certificates, which are ways to pay.
 * - `tax` is `total_tax`; `shipping`, `handling`, `wrapping` and `fees` are without tax.
 * - `discount` is `discount_amount` (automatic and manual) plus `coupon_discount`: the total has both taken off.
 * - `subtotal` and `revenue`, the goods after discounts, are what is left of the total: `total − tax − shipping −
 *   handling − wrapping − fees`. Taking the discounts from `subtotal_ex_tax` is not the same, since BigCommerce has the
 *   discounts with the tax that they save.
 *
 * So `subtotal + shipping + handling + wrapping + fees + tax = total`, exactly, whether prices include tax or not.
 */
export function amountsOf(order: Order) {
  const fees = feesOf(order).exTax;
  const goods = order.total_inc_tax
    .minus(order.total_tax)
    .minus(order.shipping_cost_ex_tax)
    .minus(order.handling_cost_ex_tax)
    .minus(order.wrapping_cost_ex_tax)
    .minus(fees);
  return {
    total: number(order.total_inc_tax),
    subtotal: number(goods),
    revenue: number(goods),
    shipping: number(order.shipping_cost_ex_tax),
    handling: number(order.handling_cost_ex_tax),
    wrapping: number(order.wrapping_cost_ex_tax),
    fees: fees.eq(0) ? undefined : number(fees),
    tax: number(order.total_tax),
    discount: number(discountOf(order)),
    store_credit: paidBy(order.store_credit_amount),
    gift_certificate: paidBy(order.gift_certificate_amount),
  };
}

const paidBy = (amount: Decimal): number | undefined => (amount.eq(0) ? undefined : number(amount));

const discountOf = (order: Order): Decimal => order.discount_amount.plus(order.coupon_discount);

/**
 * What of the total BigCommerce does not account for, tax included: its total less its own subtotal, shipping, handling,
 * wrapping and fees, with the discounts taken off. 0 when it adds up.
 */
export function unaccounted(order: Order): Decimal {
  return rest(order).minus(feesOf(order).incTax);
}

/**
 * The fees, as far as they are in the total. No document says that they are, and the example of BigCommerce's own has
 * fees and a total without them: then they are no part of what the customer pays.
 */
function feesOf(order: Order) {
  const counted = rest(order).eq(0) ? [] : order.fees;
  return {
    exTax: sum(counted.map((fee) => fee.cost_ex_tax)),
    incTax: sum(counted.map((fee) => fee.cost_inc_tax)),
  };
}

function rest(order: Order): Decimal {
  return order.total_inc_tax
    .minus(order.subtotal_inc_tax)
    .minus(order.shipping_cost_inc_tax)
    .minus(order.handling_cost_inc_tax)
    .minus(order.wrapping_cost_inc_tax)
    .plus(discountOf(order));
}
