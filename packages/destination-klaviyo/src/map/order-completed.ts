import { noOrderId, readOrder } from './order-event.ts';
import { orderedProduct } from './ordered-product.ts';
import { placedOrder } from './placed-order.ts';
import { schemas } from './schema/schemas.ts';
import type { TrackMapping } from './track-mapping.ts';

/** An order becomes one event for the whole of it, and one for each of its lines. */
export const orderCompleted: TrackMapping = (event, rules) => {
  const told = readOrder(event);
  if (told === undefined) return noOrderId;
  const schema = schemas[rules.properties];
  const placed = placedOrder(told, rules);
  const happenings = [placed];
  for (const line of told.lines) happenings.push(orderedProduct(told, line, placed.value, schema));
  return happenings;
};
