import * as z from 'zod';
import { Id } from '../scalars.ts';
import { amount, id, ordinal, text } from './fields.ts';
import { transactionFields } from './transaction.ts';

const order = {
  /**
   * Required, though the spec requires nothing: it is the business key that idempotency keys are derived from, so that
   * the same order from a webhook, a poll and the browser lands once.
   */
  order_id: Id,
  /** What the customer pays, discounts and coupons counted in. */
  total: amount,
  ...transactionFields,
};

/**
 * The customer placed an order. `order_id` is required: it is the business key that idempotency keys are derived from.
 *
 * Its three amounts, for goods of 25.00 with a discount of 2.50, shipping of 3.00 and tax of 2.00:
 * - `subtotal` is 22.50: the goods after discounts, before shipping and tax.
 * - `revenue` is 22.50: what the store earns, which is the subtotal after discounts, without shipping and tax.
 * - `total` is 27.50: what the customer pays, `subtotal + shipping + tax`.
 *
 * Senders differ: the spec's own example gives a `revenue` of 25.00, before the discount. So the amounts are taken as
 * they are and never checked against each other.
 *
 * Segment spec: Ecommerce v2, Order Completed
 */
export const OrderCompleted = z.looseObject({
  checkout_id: id,
  ...order,
  /** The goods after discounts, before shipping and tax. */
  subtotal: amount,
  /** The subtotal after discounts: without shipping and tax. */
  revenue: amount,
  /** What the customer pays: `subtotal + shipping + tax`. */
  total: amount,
});
export type OrderCompleted = z.output<typeof OrderCompleted>;

/**
 * An order was changed. It carries the whole order as it is now, not the difference. `order_id` is required: it is the
 * business key that idempotency keys are derived from.
 *
 * Segment spec: Ecommerce v2, Order Updated
 */
export const OrderUpdated = z.looseObject(order);
export type OrderUpdated = z.output<typeof OrderUpdated>;

/**
 * An order was handed over to be delivered, or a part of it. The spec has no such event, and stores need one. It carries
 * what was sent: all of the order, or with a `shipment_id` what was in that shipment. `order_id` is required: it is the
 * business key that idempotency keys are derived from.
 */
export const OrderFulfilled = z.looseObject({
  ...order,
  /** Which shipment, of an order that is sent in several. Without one, the order is sent once. */
  shipment_id: id,
});
export type OrderFulfilled = z.output<typeof OrderFulfilled>;

/**
 * An order was refunded, in full or in part. `order_id` is required: it is the business key that idempotency keys are
 * derived from. The spec's table has nothing else, but its example carries `total`, `currency` and `products`, and its
 * text asks for the products of the order; so the other fields of an order are taken too. They say what was paid back.
 *
 * Segment spec: Ecommerce v2, Order Refunded
 */
export const OrderRefunded = z.looseObject({
  ...order,
  /** Which refund, of an order that is refunded in several parts. Not in the spec. */
  refund_id: id,
  /** The place of this refund among those of its order: 1 for the first. Not in the spec. */
  refund_number: ordinal,
  /** Why, such as "Too small". Not in the spec. */
  reason: text,
  /** What is paid back. */
  total: amount,
});
export type OrderRefunded = z.output<typeof OrderRefunded>;

/**
 * An order was cancelled. `order_id` is required: it is the business key that idempotency keys are derived from.
 *
 * Segment spec: Ecommerce v2, Order Cancelled
 */
export const OrderCancelled = z.looseObject({
  ...order,
  /** Why, such as "No longer needed". Not in the spec. */
  reason: text,
});
export type OrderCancelled = z.output<typeof OrderCancelled>;

/** What every order event has, whatever happened to the order. */
export type Order = OrderUpdated;
