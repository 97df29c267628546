import { noOrderId, orderEvent, partId, readOrder } from './order-event.ts';
import type { TrackMapping } from './track-mapping.ts';

/**
 * An order was sent. Its id is that of the order; with a `shipment_id`, that of this shipment of it.
 *
 * Klaviyo: Integrate a platform without a pre-built integration, Fulfilled Order
 */
export const fulfilledOrder: TrackMapping = (event, { properties }) => {
  const told = readOrder(event);
  if (told === undefined) return noOrderId;
  const shipment = partId(told.order['shipment_id']);
  const id = shipment === undefined ? told.id : `${told.id}_${shipment}`;
  return [orderEvent('Fulfilled Order', id, told, properties)];
};
