import * as z from 'zod';
import { amount, amountOrZero, date, id, list, object, text } from './fields.ts';

/**
 * What is read of an order. Money is text; dates are RFC 2822.
 *
 * BigCommerce: REST Management, Orders V2, "Get an Order".
 */
export const Order = z.object({
  id: z.int().positive(),
  /** Absent for a guest, whose email is in the billing address only. */
  customer_id: id,
  date_created: date,
  status_id: z.int(),
  /** The system's label, in the store's language: for reading. Statuses are told apart by id. */
  status: text,
  /** Archived: BigCommerce's way to delete an order. */
  is_deleted: z.boolean().nullish(),
  total_inc_tax: amount,
  total_tax: amountOrZero,
  shipping_cost_ex_tax: amountOrZero,
  handling_cost_ex_tax: amountOrZero,
  wrapping_cost_ex_tax: amountOrZero,
  discount_amount: amountOrZero,
  coupon_discount: amountOrZero,
  /** What the shopper saw ... */
  currency_code: text,
  /** ... and, in spite of its name, what the shopper paid in. Every amount of the order is in this currency. */
  default_currency_code: text,
  /** Absent for an order that no cart became: made by hand or through the API. */
  cart_id: text,
  channel_id: z.int().nullish(),
  order_source: text,
  payment_method: text,
  ip_address: text,
  ip_address_v6: text,
  billing_address: object({
    first_name: text,
    last_name: text,
    company: text,
    street_1: text,
    street_2: text,
    city: text,
    state: text,
    zip: text,
    country: text,
    country_iso2: text,
    phone: text,
    /** Empty on orders that were made by hand. */
    email: text,
  }),
});
export type Order = z.output<typeof Order>;

/**
 * What is read of an order product: a line of the order.
 *
 * BigCommerce: REST Management, Orders V2, "List Order Products".
 */
export const OrderProduct = z.object({
  /** Of the line, not of the product: refunds and shipments point at it. */
  id: z.int().positive(),
  /** Absent for a line that is not in the catalogue: a custom item, a gift certificate. */
  product_id: id,
  variant_id: id,
  /** Set on the members of a bundle: they cost nothing, their parent carries the price. */
  parent_order_product_id: id,
  name: text,
  sku: text,
  brand: text,
  quantity: amount,
  price_ex_tax: amountOrZero,
  applied_discounts: list(object({ amount: amountOrZero, code: text })),
  product_options: list(object({ display_value: text })),
});
export type OrderProduct = z.output<typeof OrderProduct>;

/** BigCommerce: REST Management, Orders V2, "List Order Coupons". */
export const OrderCoupon = z.object({ id: z.int(), code: text });
export type OrderCoupon = z.output<typeof OrderCoupon>;
