import type { OrderBundle } from './bundle.ts';
import { madeRefunds } from './refunds.ts';
import type { Order } from './schema.ts';

/** BigCommerce: Orders V2, "Order statuses". Ids are compared, as a merchant may rename every label. */
export const Status = {
  shipped: 2,
  partiallyShipped: 3,
  refunded: 4,
  cancelled: 5,
  declined: 6,
  completed: 10,
  awaitingFulfilment: 11,
  disputed: 13,
  partiallyRefunded: 14,
} as const;

/** The payment of an order that was paid for: BigCommerce says `void` of one that never was, too. */
const paid = new Set(['paid', 'captured', 'partially refunded', 'refunded']);

/** Statuses that come after an order was on its way; in the others an order may still wait to be sent. */
const over = new Set<number>([
  Status.refunded,
  Status.cancelled,
  Status.declined,
  Status.disputed,
  Status.partiallyRefunded,
]);

/**
 * Whether an order that was never seen as placed is, or once was.
 *
 * A cancelled or declined order says nothing of what it was before: it was placed if it was paid for, sent or refunded.
 * All others are, but in the statuses in which an order is not placed yet.
 */
export function provesPlaced(
  { order, refunds }: OrderBundle,
  notPlaced: readonly number[],
): boolean {
  if (notPlaced.includes(order.status_id)) return false;
  if (order.status_id !== Status.cancelled && order.status_id !== Status.declined) return true;
  return (
    paid.has(order.payment_status?.toLowerCase() ?? '') ||
    order.date_shipped !== undefined ||
    order.items_shipped.gt(0) ||
    madeRefunds(refunds).length > 0
  );
}

/**
 * Whether all of an order was sent, now or before its status moved on: by its status, by the pieces that were shipped,
 * or, once it is over, by the date that is left of a status set by hand, where no shipment says otherwise.
 */
export function provesFulfilled(order: Order): boolean {
  const { status_id: status, items_shipped: shipped, items_total: total } = order;
  if (status === Status.shipped || status === Status.completed) return true;
  if (status === Status.partiallyShipped) return false;
  if (total.gt(0) && shipped.gte(total)) return true;
  return over.has(status) && order.date_shipped !== undefined && shipped.eq(0);
}
