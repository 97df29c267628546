import type { Happening } from './klaviyo-event.ts';
import { orderEvent, type OrderEvent } from './order-event.ts';
import type { TrackRules } from './track-mapping.ts';

/**
 * An order as one event, of its own id.
 *
 * Klaviyo: Integrate a platform without a pre-built integration, Placed Order
 */
export const placedOrder = (told: OrderEvent, { orderMetric, properties }: TrackRules): Happening =>
  orderEvent(orderMetric, told.id, told, properties);
