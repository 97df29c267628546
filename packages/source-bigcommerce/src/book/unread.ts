import type { Entry, EntryNote } from '@millrace/core';
import { date } from '../fields.ts';
import { FactKey, type FactKind, kindOf } from '../order/fact.ts';
import type { OrderLedger } from '../order/ledger.ts';
import type { MadeRefund } from '../order/made-refunds.ts';
import { refundKey, toldEntry } from './entry.ts';
import type { Strange } from './orders.ts';

/** What is known of an order that cannot be read. */
export interface Unread extends Strange {
  readonly ledger: OrderLedger | undefined;
  /** Those that were made of it in the stretch of time. */
  readonly refunds: readonly MadeRefund[];
}

/**
 * The facts of an order that cannot be read. Those that were told are as they were told. Others cannot be told while that is
 * so: as far as anything is known of them they are in the book, without a worth, and say why.
 */
export function entriesOfUnread(
  kind: FactKind,
  { id, created, reason, ledger, refunds }: Unread,
  storeHash: string,
): readonly Entry[] {
  const order = String(id);
  const facts = { ...ledger?.facts, ...ledger?.again };
  const told = Object.entries(facts)
    .filter(([key]) => kindOf(key) === kind)
    .map(([key, fact]) => toldEntry(storeHash, order, key, fact));
  const note: EntryNote = { kind: 'passed over', text: reason };
  const untold = (key: string, at: string | undefined): readonly Entry[] =>
    at === undefined ? [] : [{ key, order, at, note }];
  if (kind === 'placed' && facts[FactKey.placed] === undefined) {
    return untold(order, date.safeParse(created).data);
  }
  if (kind !== 'refunded' || facts[FactKey.refunded] !== undefined) return told;
  const unknown = refunds.filter((refund) => facts[FactKey.refund(refund.id)] === undefined);
  return [
    ...told,
    ...unknown.flatMap((refund) => untold(refundKey(order, String(refund.id)), refund.created)),
  ];
}
