import type { Draft } from '@millrace/core';
import { decimal } from '../money.ts';
import { eventOf, kindOf, messageIdOf, type OrderFact } from './fact.ts';
import type { Told } from './ledger.ts';

/** Of an order: what its worth may be reckoned from. */
const amounts = [
  'order_id',
  'refund_id',
  'refund_number',
  'currency',
  'total',
  'subtotal',
  'shipping',
  'tax',
  'discount',
] as const;
/** Of a line of it. */
const amountsOfLine = ['line_item_id', 'price', 'quantity', 'discount'] as const;

type Properties = NonNullable<Draft<'track'>['properties']>;

/** What is remembered of a fact that is being told by an event of these properties. */
export function toldAs({ kind, at, refundNumber }: OrderFact, properties: Properties): Told {
  const { total, currency, products } = properties;
  return {
    at,
    value: typeof total === 'number' ? decimal(String(total)).toFixed() : '0',
    ...(typeof currency === 'string' && { currency }),
    ...(refundNumber !== undefined && { refundNumber }),
    properties: {
      ...pick(properties, amounts),
      // Only of an order that was placed is each line told by itself.
      ...(kind === 'placed' &&
        Array.isArray(products) && {
          products: products.map((line: Properties) => pick(line, amountsOfLine)),
        }),
    },
  };
}

/** The event that told a fact, with what it said of its worth. */
export function toldEvent(storeHash: string, orderId: number | string, key: string, told: Told) {
  return {
    event: eventOf[kindOf(key)],
    messageId: messageIdOf(storeHash, orderId, key),
    timestamp: told.at,
    properties: told.properties,
  };
}

function pick(from: Properties, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])),
  );
}
