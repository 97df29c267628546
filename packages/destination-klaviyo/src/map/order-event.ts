import type { TrackEvent } from '@millrace/core';
import { toNumber } from './decimal.ts';
import type { Happening } from './klaviyo-event.ts';
import { linesOf, type Order, type OrderLine } from './order-lines.ts';
import { type SchemaName, schemas } from './schema/schemas.ts';

/** An event about an order, read once for all the metrics that tell of it. */
export interface OrderEvent {
  readonly id: string;
  readonly time: string;
  readonly order: Order;
  readonly lines: readonly OrderLine[];
}

export const noOrderId = 'it has no order_id, which its idempotency keys are made of';

/** `undefined` without an id. The default tracking plan has checked that; one of a team's own may leave it unchecked. */
export function readOrder({ properties, timestamp }: TrackEvent): OrderEvent | undefined {
  const id = partId(properties['order_id']);
  if (id === undefined) return undefined;
  const order = properties as Order;
  return { id, time: timestamp, order, lines: linesOf(order) };
}

/** All that an order says, as one event under the metric of what happened to it. */
export function orderEvent(
  metric: string,
  uniqueId: string,
  { order, lines, time }: OrderEvent,
  schemaName: SchemaName,
): Happening {
  const schema = schemas[schemaName];
  return {
    metric,
    uniqueId,
    time,
    value: toNumber(schema.orderValue(order, lines)),
    currency: order.currency,
    properties: schema.order(order, lines),
  };
}

/** The id of an order, or of a part of one, if it is one. */
export function partId(id: unknown): string | undefined {
  return (typeof id === 'string' && id !== '') || typeof id === 'number' ? String(id) : undefined;
}
