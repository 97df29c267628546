import { toNumber } from './decimal.ts';
import type { Happening } from './klaviyo-event.ts';
import type { OrderEvent } from './order-event.ts';
import type { OrderLine } from './order-lines.ts';
import type { Schema } from './schema/schema.ts';

/**
 * A line of an order as an event, of the ids of both. `orderValue` is what the whole order is worth.
 *
 * Klaviyo: Integrate a platform without a pre-built integration, Ordered Product
 */
export function orderedProduct(
  { id, order, time }: OrderEvent,
  line: OrderLine,
  orderValue: number | undefined,
  schema: Schema,
): Happening {
  return {
    metric: 'Ordered Product',
    uniqueId: `${id}_${line.key}`,
    time,
    value: toNumber(schema.lineValue(line)),
    currency: order.currency,
    properties: schema.orderedProduct(line, order, orderValue),
  };
}
