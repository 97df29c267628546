export interface OrderStatus {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  /** The position in the control panel's list. */
  readonly order: number;
  /** What the payment of an order in this status usually says. */
  readonly payment: string;
}

const statuses: readonly OrderStatus[] = [
  [
    0,
    'Incomplete',
    'The shopper reached the payment page and did not complete the transaction.',
    '',
  ],
  [1, 'Pending', 'The shopper began to check out and did not complete it.', ''],
  [7, 'Awaiting Payment', 'Checked out; the payment is yet to be confirmed.', 'pending'],
  [11, 'Awaiting Fulfillment', 'Checked out and paid.', 'captured'],
  [9, 'Awaiting Shipment', 'Packed, and waiting for the carrier.', 'captured'],
  [8, 'Awaiting Pickup', 'Packed, and waiting for the shopper.', 'captured'],
  [3, 'Partially Shipped', 'Some items have been shipped.', 'captured'],
  [10, 'Completed', 'Shipped and received, or downloaded.', 'captured'],
  [2, 'Shipped', 'Shipped, and not yet confirmed as received.', 'captured'],
  [5, 'Cancelled', 'Cancelled by the seller.', 'void'],
  [6, 'Declined', 'Declined by the seller.', 'declined'],
  [4, 'Refunded', 'Refunded in full.', 'refunded'],
  [13, 'Disputed', 'The shopper disputes the payment.', 'held for review'],
  [12, 'Manual Verification Required', 'On hold until somebody looks at it.', 'held for review'],
  [14, 'Partially Refunded', 'Refunded in part.', 'partially refunded'],
].map((row, order) => {
  const [id, name, description, payment] = row as [number, string, string, string];
  return { id, name, description, order, payment };
});

const byId = new Map(statuses.map((status) => [status.id, status]));

/** The fifteen statuses of every store, in the control panel's order. Compare ids: a merchant may rename them. */
export function orderStatuses(): readonly OrderStatus[] {
  return statuses;
}

export function orderStatus(id: number): OrderStatus {
  const status = byId.get(id);
  if (!status) throw new RangeError(`BigCommerce has no order status ${id}`);
  return status;
}
