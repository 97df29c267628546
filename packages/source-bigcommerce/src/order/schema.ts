import * as z from 'zod';
import { amount, amountOrZero, date, id, list, object, text } from '../fields.ts';
import { addressFields } from './address.ts';
import { Consignments } from './consignments.ts';

/** A date that may be empty or absent. */
const dateOrNothing = text.pipe(date.optional());

/** A fee of an order. The vendor's own example spells one of its fields `cost_exc_tax`. */
const Fee = object({
  cost_ex_tax: amountOrZero.optional(),
  cost_exc_tax: amountOrZero.optional(),
  cost_inc_tax: amountOrZero,
}).transform(({ cost_ex_tax, cost_exc_tax, cost_inc_tax }) => ({
  cost_ex_tax: cost_ex_tax ?? cost_exc_tax ?? cost_inc_tax,
  cost_inc_tax,
}));

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
  /** Moves with every change. */
  date_modified: date,
  /** Absent until something was shipped. */
  date_shipped: dateOrNothing,
  status_id: z.int(),
  /** The system's label, in the store's language: for reading. Statuses are told apart by id. */
  status: text,
  /** In small letters, such as `captured` or `partially refunded`; absent where nothing was paid. */
  payment_status: text,
  /** Archived: BigCommerce's way to delete an order. */
  is_deleted: z.boolean().nullish(),
  /** How many pieces there are, bundles counted once. */
  items_total: amountOrZero,
  items_shipped: amountOrZero,
  total_inc_tax: amount,
  total_tax: amountOrZero,
  subtotal_ex_tax: amountOrZero,
  subtotal_inc_tax: amountOrZero,
  /** What shipping would cost without a coupon that makes it free. */
  base_shipping_cost: amountOrZero,
  shipping_cost_ex_tax: amountOrZero,
  shipping_cost_inc_tax: amountOrZero,
  handling_cost_ex_tax: amountOrZero,
  handling_cost_inc_tax: amountOrZero,
  wrapping_cost_ex_tax: amountOrZero,
  wrapping_cost_inc_tax: amountOrZero,
  /** A list where it was asked for (`include=fees`), and a reference to one otherwise. */
  fees: list(Fee),
  discount_amount: amountOrZero,
  coupon_discount: amountOrZero,
  /** Ways to pay, not discounts: the total is what it is without them. */
  store_credit_amount: amountOrZero,
  gift_certificate_amount: amountOrZero,
  /** Whether the prices of the shop include tax: then those with tax are the true ones, and the others are derived. */
  is_tax_inclusive_pricing: z.boolean().nullish(),
  /** What the shopper saw ... */
  currency_code: text,
  /** ... and, in spite of its name, what the shopper paid in. Every amount of the order is in this currency. */
  default_currency_code: text,
  /** Absent for an order that no cart became: made by hand or through the API. */
  cart_id: text,
  channel_id: z.int().nullish(),
  order_source: text,
  /** `M-MIG` for an order that was brought over from another platform. */
  external_source: text,
  payment_method: text,
  ip_address: text,
  ip_address_v6: text,
  billing_address: object({
    ...addressFields,
    /** Empty on orders that were made by hand. */
    email: text,
  }),
  /** What is sent where, with the lines, where it was asked for (`include=consignments.line_items`). */
  consignments: Consignments,
});
export type Order = z.output<typeof Order>;

/** What makes BigCommerce answer an order, or a list of them, with its lines and its fees. */
export const wholeOrder = {
  include: 'consignments.line_items,fees',
  consignment_structure: 'object',
} as const;

/** BigCommerce: REST Management, Orders V2, "List Order Coupons". */
export const OrderCoupon = z.object({ id: z.int(), code: text });
export type OrderCoupon = z.output<typeof OrderCoupon>;

/**
 * Money that was paid back, or should have been.
 *
 * BigCommerce: REST Management, Orders V3, "Get Refunds for Order".
 */
export const Refund = z.object({
  id: z.int().positive(),
  order_id: z.int().positive(),
  created: dateOrNothing,
  reason: text,
  total_amount: amountOrZero,
  total_tax: amountOrZero,
  items: list(
    object({
      /** `PRODUCT`, `ORDER`, `SHIPPING`, `HANDLING`, `GIFT_WRAPPING` or `FEE`. */
      item_type: text,
      /** Of the order product, for a `PRODUCT`. */
      item_id: id,
      quantity: amountOrZero,
    }),
  ),
  payments: list(object({ amount: amountOrZero, is_declined: z.boolean().nullish() })),
});
export type Refund = z.output<typeof Refund>;
