import type { OrderBundle } from './bundle.ts';
import { provesFulfilled, provesPlaced, Status } from './evidence.ts';
import { FactKey, kindOf, type OrderFact } from './fact.ts';
import { isTold, type OrderLedger } from './ledger.ts';
import { madeRefunds } from './refunds.ts';
import type { Order } from './schema.ts';

/** What the merchant decides about the life of orders. */
export interface LifeRules {
  /** The ids of the statuses in which an order is not placed yet. */
  readonly notPlaced: readonly number[];
}

/**
 * All that is true of an order, in order of time: what was told of it before, and what its present state proves besides.
 * Pure. A fact that was told is true for good, whatever the order becomes later: it is never proven anew.
 *
 * An order that was never told as placed has no facts while it is archived, as BigCommerce's own reports leave it out.
 *
 * No fact is earlier than the order. Nor is a new one earlier than what was told before: what was not true when the
 * order was last looked at became true after that.
 */
export function factsOf(
  bundle: OrderBundle,
  ledger: OrderLedger | undefined,
  rules: LifeRules,
): readonly OrderFact[] {
  const known = [...toldFacts(ledger), ...factsAgain(bundle, ledger)];
  if (!isPlaced(bundle, ledger, rules)) return inOrder(known);
  let earliest = bundle.order.date_created;
  for (const { at } of known) if (at > earliest) earliest = at;
  const isKnown = (key: string): boolean =>
    ledger?.facts[key] !== undefined || ledger?.again?.[key] !== undefined;
  const proven = [placed, fulfilled, refunded, cancelled]
    .flatMap((find) => find(bundle, ledger, isKnown))
    .map((fact) => notBefore(fact, earliest));
  return inOrder([...known, ...proven]);
}

function notBefore(fact: OrderFact, earliest: string): OrderFact {
  return fact.kind === 'placed' || fact.at >= earliest ? fact : { ...fact, at: earliest };
}

/** Whether an order counts as one at all: something was told of it, or is to be. */
export function isPlaced(
  bundle: OrderBundle,
  ledger: OrderLedger | undefined,
  { notPlaced }: LifeRules,
): boolean {
  return isTold(ledger) || (bundle.order.is_deleted !== true && provesPlaced(bundle, notPlaced));
}

function toldFacts(ledger: OrderLedger | undefined): readonly OrderFact[] {
  return Object.entries(ledger?.facts ?? {}).map(([key, told]) => {
    const { at, refundNumber } = told;
    return { kind: kindOf(key), key, at, refundNumber, told };
  });
}

/** Facts that are to be told again. A refund that BigCommerce does not have any more cannot be. */
function factsAgain(
  { refunds }: OrderBundle,
  ledger: OrderLedger | undefined,
): readonly OrderFact[] {
  return Object.entries(ledger?.again ?? {}).flatMap(([key, { at, refundNumber }]) => {
    const refund = refunds.find(({ id }) => FactKey.refund(id) === key);
    const fact = { kind: kindOf(key), key, at, refundNumber };
    if (refund !== undefined) return [{ ...fact, refund }];
    return fact.kind === 'refunded' && key !== FactKey.refunded ? [] : [fact];
  });
}

type New = (
  bundle: OrderBundle,
  ledger: OrderLedger | undefined,
  isKnown: (key: string) => boolean,
) => readonly OrderFact[];

const placed: New = ({ order }, _, isKnown) =>
  isKnown(FactKey.placed) ? [] : [{ kind: 'placed', key: FactKey.placed, at: order.date_created }];

const fulfilled: New = ({ order }, ledger, isKnown) =>
  isKnown(FactKey.fulfilled) || !provesFulfilled(order)
    ? []
    : [{ kind: 'fulfilled', key: FactKey.fulfilled, at: sentAt(order, ledger) }];

const cancelled: New = ({ order }, _, isKnown) =>
  isKnown(FactKey.cancelled) || order.status_id !== Status.cancelled
    ? []
    : [{ kind: 'cancelled', key: FactKey.cancelled, at: order.date_modified }];

/**
 * When all of an order was sent: at its `date_shipped`, unless that is of a shipment of a part, or of a time after which
 * the order was looked at and was not all sent. It was then by the time of its last change.
 */
function sentAt(order: Order, ledger: OrderLedger | undefined): string {
  const { date_shipped: shipped, date_modified: modified } = order;
  const ofAPart = order.items_shipped.gt(0) && order.items_shipped.lt(order.items_total);
  if (shipped === undefined || ofAPart) return modified;
  const wasOpen = isTold(ledger) && ledger.seen !== undefined && shipped <= ledger.seen;
  return wasOpen ? modified : shipped;
}

/**
 * Each refund that took place. A merchant may also set the status Refunded by hand, without a refund: then the whole
 * order is refunded, once, and a refund that is made afterwards is within it. Partially Refunded by hand says nothing of
 * the amount, so nothing is told.
 *
 * Numbers go on from those that were told: they never change.
 */
const refunded: New = ({ order, refunds }, ledger, isKnown) => {
  if (isKnown(FactKey.refunded)) return [];
  const made = madeRefunds(refunds);
  const last = lastNumber(ledger);
  if (made.length === 0 && last === 0) {
    if (order.status_id !== Status.refunded) return [];
    return [{ kind: 'refunded', key: FactKey.refunded, at: order.date_modified, refundNumber: 1 }];
  }
  return made
    .filter(({ id }) => !isKnown(FactKey.refund(id)))
    .map((refund, index) => ({
      kind: 'refunded',
      key: FactKey.refund(refund.id),
      at: refund.created ?? order.date_modified,
      refundNumber: last + index + 1,
      refund,
    }));
};

function lastNumber(ledger: OrderLedger | undefined): number {
  const told = Object.values({ ...ledger?.facts, ...ledger?.again });
  return Math.max(0, ...told.map(({ refundNumber }) => refundNumber ?? 0));
}

const rank = { placed: 0, fulfilled: 1, refunded: 2, cancelled: 3 } as const;

function inOrder(facts: readonly OrderFact[]): readonly OrderFact[] {
  return facts.toSorted((a, b) => {
    if (a.kind === 'placed' || b.kind === 'placed') return rank[a.kind] - rank[b.kind];
    if (a.at !== b.at) return a.at < b.at ? -1 : 1;
    return rank[a.kind] - rank[b.kind] || (a.refundNumber ?? 0) - (b.refundNumber ?? 0);
  });
}
