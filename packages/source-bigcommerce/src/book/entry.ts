import type { Entry, EntryNote } from '@millrace/core';
import type { OrderBundle } from '../order/bundle.ts';
import { draftOf } from '../order/draft.ts';
import { provesFulfilled, Status } from '../order/evidence.ts';
import { FactKey, type OrderFact } from '../order/fact.ts';
import type { Told } from '../order/ledger.ts';
import type { LifeRules } from '../order/life.ts';
import type { Order, Refund } from '../order/schema.ts';
import { toldAs, toldEvent } from '../order/told.ts';

export interface EntryRules extends LifeRules {
  readonly storeHash: string;
}

/** A fact of an order as the book has it: worth what was told, where it was told, and what would be told today otherwise. */
export function entryOf(fact: OrderFact, bundle: OrderBundle, rules: EntryRules): Entry {
  const { order } = bundle;
  const id = String(order.id);
  const now = asOfNow(fact, bundle, rules);
  const told = fact.told ?? now;
  const isEdited = now !== undefined && told !== undefined && !isSame(told, now);
  const note = noteOf(fact, order, rules) ?? (isEdited ? editNote(told, now) : undefined);
  return {
    ...(told ? toldEntry(rules.storeHash, id, fact.key, told) : { key: id, order: id }),
    at: fact.at,
    ...(isEdited && { today: toldEvent(rules.storeHash, id, fact.key, now) }),
    ...(note && { note }),
  };
}

/** A fact of an order as it was told. */
export function toldEntry(storeHash: string, order: string, key: string, told: Told): Entry {
  const event = toldEvent(storeHash, order, key, told);
  const refundId = told.properties['refund_id'];
  return {
    key: typeof refundId === 'string' ? refundKey(order, refundId) : order,
    order,
    at: told.at,
    value: told.value,
    ...(told.currency !== undefined && { currency: told.currency }),
    messageId: event.messageId,
    told: event,
  };
}

/** What both sides call a refund. */
export const refundKey = (order: string, refundId: string): string => `${order}_${refundId}`;

/** What would be told of the fact today; `undefined` when it is not there any more. */
function asOfNow(
  fact: OrderFact,
  bundle: OrderBundle,
  { storeHash }: EntryRules,
): Told | undefined {
  const refund = fact.refund ?? refundOf(fact, bundle.refunds);
  const isGone = fact.kind === 'refunded' && fact.key !== FactKey.refunded && refund === undefined;
  if (isGone) return undefined;
  const today = refund === undefined ? fact : { ...fact, refund };
  return toldAs(today, draftOf(today, bundle, { storeHash, catalog: new Map() }).properties ?? {});
}

function refundOf({ key }: OrderFact, refunds: readonly Refund[]): Refund | undefined {
  return refunds.find(({ id }) => FactKey.refund(id) === key);
}

/** What was told and is not said any more, or is not said by an older ledger, is no edit. */
function isSame(told: Told, now: Told): boolean {
  return Object.keys(told.properties).every(
    (name) => JSON.stringify(told.properties[name]) === JSON.stringify(now.properties[name]),
  );
}

function editNote(told: Told, now: Told): EntryNote {
  const amount = ({ value, currency = '' }: Told): string => `${value} ${currency}`.trim();
  const text =
    amount(told) === amount(now)
      ? 'the order was edited since it was told; its total is the same'
      : `the order was edited since it was told: ${amount(told)} then, ${amount(now)} now`;
  return { kind: 'edited', text };
}

function noteOf(fact: OrderFact, order: Order, { notPlaced }: EntryRules): EntryNote | undefined {
  const { billing_address: billing, customer_id: customer, status, status_id: statusId } = order;
  if (billing.email === undefined && customer === undefined) {
    return { kind: 'no address', text: 'the order has no email address, and no customer' };
  }
  if (fact.told === undefined) return undefined;
  if (order.is_deleted === true) {
    return { kind: 'archived', text: 'the order was archived since it was told' };
  }
  const isReversed =
    (fact.kind === 'placed' && notPlaced.includes(statusId)) ||
    (fact.kind === 'cancelled' && statusId !== Status.cancelled) ||
    (fact.kind === 'fulfilled' && !provesFulfilled(order));
  if (!isReversed) return undefined;
  return { kind: 'reversed', text: `its status is ${status ?? statusId} again since it was told` };
}
