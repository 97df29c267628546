import type { Told } from './ledger.ts';
import type { Refund } from './schema.ts';

/** What may happen to an order. Each but a refund happens once. */
export type FactKind = 'placed' | 'fulfilled' | 'cancelled' | 'refunded';

/** Something that happened to an order. */
export interface OrderFact {
  readonly kind: FactKind;
  /** What tells it from the other facts of its order, and ends the `messageId` of its event. See {@link FactKey}. */
  readonly key: string;
  /** When it happened: ISO 8601, UTC. */
  readonly at: string;
  /** Of a refund: its place among those of its order, 1 for the first. */
  readonly refundNumber?: number | undefined;
  /** Of a refund that is yet to be told: the refund. Absent where only the status says so: all of the order then. */
  readonly refund?: Refund;
  /** Present once it was told: as it was told. */
  readonly told?: Told;
}

/** The keys of facts. `refunded` is the refund of an order whose status was set to Refunded without any. */
export const FactKey = {
  placed: 'placed',
  fulfilled: 'fulfilled',
  cancelled: 'cancelled',
  refunded: 'refunded',
  refund: (refundId: number): string => `refund:${refundId}`,
} as const;

export function kindOf(key: string): FactKind {
  if (key === FactKey.placed || key === FactKey.fulfilled || key === FactKey.cancelled) return key;
  return 'refunded';
}

/** The event of the tracking plan that tells a fact of this kind. */
export const eventOf = {
  placed: 'Order Completed',
  fulfilled: 'Order Fulfilled',
  cancelled: 'Order Cancelled',
  refunded: 'Order Refunded',
} as const satisfies Record<FactKind, string>;

/** The same fact told twice is one event. */
export function messageIdOf(storeHash: string, orderId: number | string, key: string): string {
  return `bigcommerce:${storeHash}:order:${orderId}:${key}`;
}
