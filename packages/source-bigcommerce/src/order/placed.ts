import type { Order } from './schema.ts';

/** What an order's status makes of it, as long as its Order Completed was never yielded. */
export type Standing =
  | { readonly is: 'placed' }
  /** Not yet, or never: the store sends a notice with the next change of status. */
  | { readonly is: 'not placed' }
  | { readonly is: 'skipped'; readonly reason: string };

/** Refunded, Cancelled and Declined: such an order, when it was never placed, is none. */
const over = new Set([4, 5, 6]);

/**
 * Whether an order has left the statuses in which it is not placed yet.
 *
 * BigCommerce: Orders V2, "Order statuses"; ids are compared, as a merchant may rename every label.
 */
export function standing(order: Order, notPlaced: readonly number[]): Standing {
  if (notPlaced.includes(order.status_id) || over.has(order.status_id)) {
    return { is: 'not placed' };
  }
  if (order.is_deleted) {
    return { is: 'skipped', reason: 'it was archived before it was seen as placed' };
  }
  return { is: 'placed' };
}
