import type { SourceContext } from '@millrace/core';
import * as z from 'zod';
import { orderKey } from '../memory/keys.ts';

/** A fact about an order that was told. */
export const Told = z.object({
  /** The timestamp of its event: ISO 8601, UTC. */
  at: z.string(),
  /** The `total` of its event: what the order was worth then, or what was paid back. A plain decimal. */
  value: z.string(),
  /** ISO 4217; absent when the order named none. */
  currency: z.string().optional(),
  /** Which of the order's refunds it is, 1 for the first. */
  refundNumber: z.int().optional(),
  /** Of its event's properties, those that what it is worth depends on: amounts, and of the lines price and quantity. */
  properties: z.record(z.string(), z.unknown()),
});
export type Told = z.output<typeof Told>;

/** What is remembered of an order: kept for good, since a late notice must not tell a fact again. */
export const OrderLedger = z.object({
  /**
   * Everything up to this was seen: the `date_modified` that the order had when it was last looked at, or a little less,
   * when it may have changed again within the same second. ISO 8601, UTC.
   */
  seen: z.string().optional(),
  /** By the key of the fact: `placed`, `fulfilled`, `cancelled`, `refunded`, `refund:12`. */
  facts: z.record(z.string(), Told),
  /** Facts that were told and are to be told again, as they were told. */
  again: z.record(z.string(), Told).optional(),
  /** What people were told once that cannot be told: it is not said again. */
  doubts: z.array(z.string()).optional(),
});
export type OrderLedger = z.output<typeof OrderLedger>;

/** What is remembered of an order that was looked at before. */
export async function recallLedger(
  context: Pick<SourceContext, 'recall'>,
  orderId: string,
): Promise<OrderLedger | undefined> {
  return OrderLedger.safeParse(await context.recall(orderKey(orderId))).data;
}

/** Whether an order is one of which something was told. */
export function isTold(ledger: OrderLedger | undefined): ledger is OrderLedger {
  if (ledger === undefined) return false;
  return Object.keys(ledger.facts).length > 0 || Object.keys(ledger.again ?? {}).length > 0;
}

/**
 * The ledger without some facts, so that they are told again: with the same `messageId` and time, and with what the
 * order says now. They are true whatever the order has become, so nothing has to prove them anew.
 */
export function withoutFacts(ledger: OrderLedger, keys: readonly string[]): OrderLedger {
  const facts = Object.entries(ledger.facts);
  const forgotten = facts.filter(([key]) => keys.includes(key));
  return {
    ...ledger,
    facts: Object.fromEntries(facts.filter(([key]) => !keys.includes(key))),
    again: { ...ledger.again, ...Object.fromEntries(forgotten) },
  };
}
