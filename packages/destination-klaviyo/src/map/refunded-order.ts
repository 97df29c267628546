import { toNumber } from './decimal.ts';
import { noOrderId, orderEvent, type OrderEvent, partId, readOrder } from './order-event.ts';
import { totalOfOrder } from './order-value.ts';
import type { TrackMapping } from './track-mapping.ts';

/**
 * An order was refunded, or a part of it. It is worth what was paid back, whichever names its properties have.
 *
 * Klaviyo: Integrate a platform without a pre-built integration, Refunded Order
 */
export const refundedOrder: TrackMapping = (event, { properties }) => {
  const told = readOrder(event);
  if (told === undefined) return noOrderId;
  const value = toNumber(totalOfOrder(told.order, told.lines));
  return [{ ...orderEvent('Refunded Order', idOf(told), told, properties), value }];
};

/**
 * The first refund of an order has the id of the order: otherwise Klaviyo would not take it off the customer's lifetime
 * value. Each further one has an id of its own: otherwise Klaviyo would ignore it. See docs/decisions/0017-refund-keys.md.
 */
function idOf({ id, order }: OrderEvent): string {
  const number = partId(order['refund_number']);
  const refund = partId(order['refund_id']) ?? number;
  return refund === undefined || number === '1' ? id : `${id}_${refund}`;
}
