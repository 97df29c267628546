import { type DecimalText, decimal, money, sum } from '../money.ts';
import type { Order } from './order.ts';
import type { OrderProduct } from './order-product.ts';
import { type Taxed, taxed } from './tax.ts';

type Costs = Pick<
  Order,
  Extract<keyof Order, `${'subtotal' | 'total' | 'base'}_${string}` | `${string}_cost_${string}`>
>;

/** Every amount of an order, from its lines and what comes on top and off. */
export type Totals = Costs & Pick<Order, 'discount_amount' | 'coupon_discount'>;

export interface Charges {
  readonly shipping: DecimalText;
  readonly handling: DecimalText;
  readonly discount: DecimalText;
  readonly couponDiscount: DecimalText;
  readonly taxRate: DecimalText;
}

/**
 * The identities that hold on every order of the vendor's documentation: the total including tax is the subtotal plus
 * shipping, handling and wrapping (all including tax) less both discounts; the total excluding tax is that less all
 * tax.
 */
export function totals(products: readonly OrderProduct[], charges: Charges): Totals {
  const subtotal: Taxed = {
    exTax: money(sum(products.map((product) => product.total_ex_tax))),
    incTax: money(sum(products.map((product) => product.total_inc_tax))),
    tax: money(sum(products.map((product) => product.total_tax))),
  };
  const shipping = taxed(charges.shipping, charges.taxRate);
  const handling = taxed(charges.handling, charges.taxRate);
  const tax = sum([subtotal.tax, shipping.tax, handling.tax]);
  const total = sum([subtotal.incTax, shipping.incTax, handling.incTax])
    .minus(charges.discount)
    .minus(charges.couponDiscount);
  if (total.lt(0)) throw new RangeError('The discounts are larger than the order');
  return {
    subtotal_ex_tax: subtotal.exTax,
    subtotal_inc_tax: subtotal.incTax,
    subtotal_tax: subtotal.tax,
    base_shipping_cost: shipping.exTax,
    shipping_cost_ex_tax: shipping.exTax,
    shipping_cost_inc_tax: shipping.incTax,
    shipping_cost_tax: shipping.tax,
    shipping_cost_tax_class_id: 0,
    base_handling_cost: handling.exTax,
    handling_cost_ex_tax: handling.exTax,
    handling_cost_inc_tax: handling.incTax,
    handling_cost_tax: handling.tax,
    handling_cost_tax_class_id: 0,
    base_wrapping_cost: money('0'),
    wrapping_cost_ex_tax: money('0'),
    wrapping_cost_inc_tax: money('0'),
    wrapping_cost_tax: money('0'),
    wrapping_cost_tax_class_id: 0,
    discount_amount: money(charges.discount),
    coupon_discount: money(charges.couponDiscount),
    total_inc_tax: money(total),
    total_ex_tax: money(decimal(total).minus(tax)),
    total_tax: money(tax),
  };
}
