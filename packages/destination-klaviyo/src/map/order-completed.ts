import type { TrackEvent } from '@millrace/core';
import { linesOf, type OrderCompleted } from './order-lines.ts';
import { orderedProduct } from './ordered-product.ts';
import { placedOrder } from './placed-order.ts';
import type { TrackMapping } from './track-mapping.ts';

/** An order becomes one event for the whole of it, and one for each of its lines. */
export const orderCompleted: TrackMapping = (event, { orderMetric }) => {
  if (!isOrder(event)) return 'it has no order_id, which its idempotency keys are made of';
  const lines = linesOf(event.properties);
  const happenings = [placedOrder(orderMetric, event, lines)];
  for (const line of lines) happenings.push(orderedProduct(event, line));
  return happenings;
};

/** The default tracking plan has checked it. A plan of a team's own may leave orders unchecked. */
function isOrder(event: TrackEvent): event is OrderCompleted {
  const id = event.properties['order_id'];
  return typeof id === 'string' || typeof id === 'number';
}
