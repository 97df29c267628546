import { noOrderId, orderEvent, readOrder } from './order-event.ts';
import type { TrackMapping } from './track-mapping.ts';

/**
 * An order was cancelled. Its id is that of the Placed Order: otherwise Klaviyo would not take it off the customer's
 * lifetime value.
 *
 * Klaviyo: Integrate a platform without a pre-built integration, Cancelled Order
 */
export const cancelledOrder: TrackMapping = (event, { cancelledMetric, properties }) => {
  const told = readOrder(event);
  return told === undefined ? noOrderId : [orderEvent(cancelledMetric, told.id, told, properties)];
};
