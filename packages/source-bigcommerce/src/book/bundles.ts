import type { Api, Call } from '../api/api.ts';
import type { OrderBundle } from '../order/bundle.ts';
import { Status } from '../order/evidence.ts';
import type { FactKind } from '../order/fact.ts';
import type { OrderLedger } from '../order/ledger.ts';
import type { LifeRules } from '../order/life.ts';
import { type ReadEach, readEach } from '../order/read-each.ts';
import { readOrders } from '../order/read-many.ts';
import { readLines } from '../order/satellites.ts';
import type { Order } from '../order/schema.ts';

export interface Remembered {
  readonly order: Order;
  readonly ledger: OrderLedger | undefined;
}

/** How they are read. */
export interface BundleReading {
  readonly api: Api;
  readonly rules: LifeRules;
  readonly call: Call;
}

/** An order as it is, and what is remembered of it. */
export interface ReadBundle {
  readonly bundle: OrderBundle;
  readonly ledger: OrderLedger | undefined;
}

/** Reads of some orders what a fact of this kind, and its worth, depend on, and no more: every call is of the quota. */
export function bundlesFor(
  kind: FactKind,
  remembered: readonly Remembered[],
  reading: BundleReading,
): Promise<ReadEach<Remembered, ReadBundle>> {
  return readEach(remembered, (some) => readAll(kind, some, reading));
}

async function readAll(
  kind: FactKind,
  remembered: readonly Remembered[],
  { api, rules, call }: BundleReading,
): Promise<readonly ReadBundle[]> {
  const found = new Map<number, OrderBundle>();
  const whole = remembered.filter((each) => needsRefunds(kind, each)).map(({ order }) => order);
  for (const bundle of await readOrders(api, whole, call, rules)) {
    found.set(bundle.order.id, bundle);
  }
  const bundles: ReadBundle[] = [];
  for (const { order, ledger } of remembered) {
    const isOfUse = wasPlaced(ledger) || !rules.notPlaced.includes(order.status_id);
    const withLines = async (): Promise<OrderBundle> => {
      const lines = isOfUse ? await readLines(api, order, call) : [];
      return { order, lines, coupons: [], refunds: [] };
    };
    bundles.push({ ledger, bundle: found.get(order.id) ?? (await withLines()) });
  }
  return bundles;
}

/** They are told themselves, and prove that an order was placed that is over and was never seen before. */
function needsRefunds(kind: FactKind, { order, ledger }: Remembered): boolean {
  if (kind === 'refunded') return true;
  const isOver = order.status_id === Status.cancelled || order.status_id === Status.declined;
  return isOver && !wasPlaced(ledger);
}

const wasPlaced = (ledger: OrderLedger | undefined): boolean =>
  ledger?.facts['placed'] !== undefined;
