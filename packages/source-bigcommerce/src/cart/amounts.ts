import { number, sum } from '../money.ts';
import { itemsOf } from './lines.ts';
import type { Checkout } from './schema.ts';

/**
 * The amounts of a checkout, in the currency that is going to be paid in.
 *
 * - `total` is `grand_total`: what is to be paid, before store credit and gift certificates. `value` is the same, in the
 *   spec's word.
 * - `tax` is `tax_total`; `shipping` and `handling` are without tax.
 * - `subtotal` and `revenue`, the goods after discounts, are what is left of the total, as for an order: `total − tax −
 *   shipping − handling`.
 * - `discount` is what was taken off items, off the cart as a whole, and by coupons.
 */
export function amountsOf(checkout: Checkout) {
  const { grand_total: total, tax_total: tax, cart, coupons } = checkout;
  const shipping = checkout.shipping_cost_total_ex_tax;
  const handling = checkout.handling_cost_total_ex_tax;
  const goods = total.minus(tax).minus(shipping).minus(handling);
  const off = [
    cart.discount_amount,
    ...itemsOf(checkout).map(({ discount_amount: discount }) => discount),
    ...coupons.map(({ discounted_amount: discount }) => discount),
  ];
  return {
    total: number(total),
    value: number(total),
    subtotal: number(goods),
    revenue: number(goods),
    shipping: number(shipping),
    handling: number(handling),
    tax: number(tax),
    discount: number(sum(off)),
  };
}
