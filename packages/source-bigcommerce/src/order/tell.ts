import type { Draft, StateChange } from '@millrace/core';
import type { EmailOfAccount } from '../customer/account.ts';
import { knownById } from '../customer/known-by-id.ts';
import type { Shop } from '../shop.ts';
import type { Subject } from '../subject.ts';
import { orderedKey, orderKey } from '../memory/keys.ts';
import type { OrderBundle } from './bundle.ts';
import { doubtsOf, warnOfMismatches } from './doubts.ts';
import { draftOf } from './draft.ts';
import { FactKey, type OrderFact } from './fact.ts';
import { guestOf } from './guest.ts';
import { isHistory } from './history.ts';
import type { OrderLedger } from './ledger.ts';
import { factsOf, isPlaced } from './life.ts';
import type { Order } from './schema.ts';
import { toldAs } from './told.ts';

/** What telling an order needs of a shop. */
export type OrderShop = Pick<Shop, 'settings' | 'context' | 'catalog' | 'historyBefore'>;

/** How an order was read. */
export interface OrderReading {
  /** Just before it was asked for: what it became after that is not in it. Milliseconds since 1970, by our clock. */
  readonly readAt: number;
  /** Whether all that is new is history, as a backfill has it. */
  readonly history?: boolean;
  /** Of the registered customer who ordered. */
  readonly emailOf: EmailOfAccount;
}

/** What is new about an order: all of it belongs in one commit. */
export interface OrderTelling {
  /** Oldest fact first. */
  readonly drafts: readonly Draft<'track'>[];
  /** Who the guest is, to be told after that: see {@link guestOf}. */
  readonly guest: readonly Draft<'identify'>[];
  readonly changes: readonly StateChange[];
  /** The customer, of whom more may be told now that there is an order. */
  readonly also: readonly Subject[];
  /** Why it was passed over. */
  readonly skipped?: string;
}

/**
 * Tells what was not told of an order before, as it is now. For one that was never looked at that is its whole history.
 * Nothing is written: the answer is to be committed, and the order locked from before it was read until then.
 */
export async function tellOrder(
  bundle: OrderBundle,
  ledger: OrderLedger | undefined,
  reading: OrderReading,
  shop: OrderShop,
  signal: AbortSignal,
): Promise<OrderTelling> {
  const { settings, context } = shop;
  const { order } = bundle;
  const facts = factsOf(bundle, ledger, settings).filter(({ told }) => told === undefined);
  const told = await draftsOf(facts, { bundle, ledger, reading }, shop, signal);
  const drafts = await knownById(told, order.customer_id, context, reading.emailOf);
  if (facts.some(({ kind }) => kind === 'placed')) warnOfMismatches(bundle, context.logger);
  const doubts = doubtsOf(bundle, ledger, settings, context.logger);
  const seen = seenOf(order, ledger, reading.readAt);
  const next = { ...nextLedger(ledger, seen, facts, drafts), ...doubts };
  const customer = await firstOrder(facts, bundle, context);
  const skipped = passedOver(bundle, ledger, shop);
  const isRetold = ledger?.again?.[FactKey.placed] !== undefined;
  const guest =
    settings.customers && !isRetold ? guestOf(facts, drafts, order, settings.storeHash) : [];
  return {
    drafts,
    guest,
    changes: [
      ...(changed(ledger, next) ? [{ key: orderKey(String(order.id)), value: next }] : []),
      ...customer.changes,
    ],
    also: customer.also,
    ...(skipped !== undefined && { skipped }),
  };
}

interface Read {
  readonly bundle: OrderBundle;
  readonly ledger: OrderLedger | undefined;
  readonly reading: OrderReading;
}

async function draftsOf(
  facts: readonly OrderFact[],
  { bundle, ledger, reading }: Read,
  { settings: { storeHash }, catalog: catalogue, historyBefore }: OrderShop,
  signal: AbortSignal,
): Promise<readonly Draft<'track'>[]> {
  if (facts.length === 0) return [];
  const { order, lines } = bundle;
  const ids = [...new Set(lines.flatMap(({ product_id: id }) => id ?? []))];
  const channel = order.channel_id ?? undefined;
  const catalog = ids.length > 0 ? await catalogue.products(ids, channel, signal) : new Map();
  const past = { bundle, ledger, historyBefore, all: reading.history === true };
  return facts.map((fact) =>
    draftOf(fact, bundle, { storeHash, catalog, isHistory: isHistory(fact, past) }),
  );
}

function nextLedger(
  ledger: OrderLedger | undefined,
  seen: string,
  facts: readonly OrderFact[],
  drafts: readonly Draft<'track'>[],
): OrderLedger {
  const told = facts.map((fact, index) => [
    fact.key,
    toldAs(fact, drafts[index]?.properties ?? {}),
  ]);
  const { again = {}, ...rest } = ledger ?? { facts: {} };
  const left = Object.entries(again).filter(([key]) => !facts.some((fact) => fact.key === key));
  return {
    ...rest,
    seen,
    facts: { ...rest.facts, ...Object.fromEntries(told) },
    ...(left.length > 0 && { again: Object.fromEntries(left) }),
  };
}

/** Vendor dates are whole seconds, and its clock and ours are not one. */
const sameSecondMs = 2_000;

/**
 * Up to when everything was seen. An order that changed just now may change once more within the same second, and have the
 * same date: whoever compares it must not take that for what was looked at.
 */
function seenOf(
  { date_modified: modified }: Order,
  ledger: OrderLedger | undefined,
  readAt: number,
): string {
  const at = Date.parse(modified);
  const seen = readAt - at < sameSecondMs ? new Date(at - 1_000).toISOString() : modified;
  return ledger?.seen !== undefined && ledger.seen > seen ? ledger.seen : seen;
}

function changed(before: OrderLedger | undefined, after: OrderLedger): boolean {
  return (
    before === undefined ||
    before.seen !== after.seen ||
    before.doubts?.length !== after.doubts?.length ||
    Object.keys(before.facts).length !== Object.keys(after.facts).length
  );
}

/** A customer is told of with an address once there is an order. */
async function firstOrder(
  facts: readonly OrderFact[],
  { order: { customer_id: id } }: OrderBundle,
  context: OrderShop['context'],
): Promise<Pick<OrderTelling, 'changes' | 'also'>> {
  const none = { changes: [], also: [] };
  if (id === undefined || !facts.some(({ kind }) => kind === 'placed')) return none;
  const key = orderedKey(id);
  if ((await context.recall(key)) !== undefined) return none;
  return { changes: [{ key, value: true }], also: [{ kind: 'customer', id }] };
}

function passedOver(
  bundle: OrderBundle,
  ledger: OrderLedger | undefined,
  { settings }: OrderShop,
): string | undefined {
  const { order } = bundle;
  if (order.is_deleted !== true || isPlaced(bundle, ledger, settings)) return undefined;
  const restored = { ...bundle, order: { ...order, is_deleted: false } };
  return isPlaced(restored, ledger, settings)
    ? 'it was archived before it was seen as placed'
    : undefined;
}
