import { type DecimalText, decimal, money, sum } from '../money.ts';
import type { OrderFee } from './fees.ts';
import type { Order } from './order.ts';
import type { OrderProduct } from './order-product.ts';
import { type Taxed, taxed, type TaxRule } from './tax.ts';

type Costs = Pick<
  Order,
  Extract<keyof Order, `${'subtotal' | 'total' | 'base'}_${string}` | `${string}_cost_${string}`>
>;

/** Every amount of an order, from its lines and what comes on top and off. */
export type Totals = Costs & Pick<Order, 'discount_amount' | 'coupon_discount'>;

export interface Charges {
  readonly shipping: DecimalText;
  /** By a coupon: what shipping would have cost stays as its base cost. */
  readonly shippingIsFree: boolean;
  readonly handling: DecimalText;
  readonly discount: DecimalText;
  readonly couponDiscount: DecimalText;
  readonly fees: readonly OrderFee[];
  readonly tax: TaxRule;
}

/**
 * The identities that hold on every order of the vendor's documentation: the total including tax is the subtotal plus
 * shipping, handling and wrapping (all including tax) less both discounts; the total excluding tax is that less all
 * tax. Fees come on top: the documents show them beside a total that they are not part of, in a sample that does not add
 * up otherwise either, and say nowhere who would pay them then. Store credit and gift certificates pay, and lower nothing.
 */
export function totals(products: readonly OrderProduct[], charges: Charges): Totals {
  const subtotal: Omit<Taxed, 'base'> = {
    exTax: money(sum(products.map((product) => product.total_ex_tax))),
    incTax: money(sum(products.map((product) => product.total_inc_tax))),
    tax: money(sum(products.map((product) => product.total_tax))),
  };
  const quoted = taxed(charges.shipping, charges.tax);
  const shipping = charges.shippingIsFree ? taxed('0', charges.tax) : quoted;
  const handling = taxed(charges.handling, charges.tax);
  const wrapping = wrappingOf(products);
  const feesTax = sum(charges.fees.map((fee) => fee.cost_tax));
  const tax = sum([subtotal.tax, shipping.tax, handling.tax, wrapping.tax, feesTax]);
  const total = sum([
    ...[subtotal, shipping, handling, wrapping].map((cost) => cost.incTax),
    ...charges.fees.map((fee) => fee.cost_inc_tax),
  ])
    .minus(charges.discount)
    .minus(charges.couponDiscount);
  if (total.lt(0)) throw new RangeError('The discounts are larger than the order');
  return {
    subtotal_ex_tax: subtotal.exTax,
    subtotal_inc_tax: subtotal.incTax,
    subtotal_tax: subtotal.tax,
    base_shipping_cost: quoted.base,
    shipping_cost_ex_tax: shipping.exTax,
    shipping_cost_inc_tax: shipping.incTax,
    shipping_cost_tax: shipping.tax,
    shipping_cost_tax_class_id: 0,
    base_handling_cost: handling.base,
    handling_cost_ex_tax: handling.exTax,
    handling_cost_inc_tax: handling.incTax,
    handling_cost_tax: handling.tax,
    handling_cost_tax_class_id: 0,
    base_wrapping_cost: wrapping.base,
    wrapping_cost_ex_tax: wrapping.exTax,
    wrapping_cost_inc_tax: wrapping.incTax,
    wrapping_cost_tax: wrapping.tax,
    wrapping_cost_tax_class_id: 0,
    discount_amount: money(charges.discount),
    coupon_discount: money(charges.couponDiscount),
    total_inc_tax: money(total),
    total_ex_tax: money(decimal(total).minus(tax)),
    total_tax: money(tax),
  };
}

function wrappingOf(products: readonly OrderProduct[]): Taxed {
  return {
    base: money(sum(products.map((product) => product.base_wrapping_cost))),
    exTax: money(sum(products.map((product) => product.wrapping_cost_ex_tax))),
    incTax: money(sum(products.map((product) => product.wrapping_cost_inc_tax))),
    tax: money(sum(products.map((product) => product.wrapping_cost_tax))),
  };
}
