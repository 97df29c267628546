import type { KlaviyoEvent, OrderHistory } from '@millrace/sandbox';
import type { Arrived } from './arrived.ts';
import { type Fact, factsOf, type Seen } from './facts.ts';
import { type Money, money } from './money.ts';
import { type Row, row } from './row.ts';

const metrics = ['Placed Order', 'Fulfilled Order', 'Cancelled Order', 'Refunded Order'] as const;

/** The vendor keeps whole seconds. */
const secondMs = 1_000;

export interface OrdersVerdict {
  readonly rows: readonly Row[];
  /** Facts that are missing, and that nobody can have known. */
  readonly unknowable: number;
  /** The keys of the events that were accounted for: `metric id`. */
  readonly accounted: ReadonlySet<string>;
  /** Orders that are placed, and about nobody whom Klaviyo could know. */
  readonly nameless: readonly number[];
}

interface Account {
  store: number;
  klaviyo: number;
  readonly problems: string[];
}

interface Sum {
  store: Money;
  klaviyo: Money;
}

/** Compares what was done to every order with what Klaviyo was told of it. */
export function judgeOrders(
  histories: Iterable<OrderHistory>,
  arrived: Arrived,
  seen: Seen,
  end: number,
): OrdersVerdict {
  const counts = new Map<string, Account>();
  const sums = new Map<string, Sum>();
  const accounted = new Set<string>();
  const nameless: number[] = [];
  let unknowable = 0;
  const of = (what: string): Account =>
    entry(counts, what, () => ({ store: 0, klaviyo: 0, problems: [] }));
  const sumOf = (what: string): Sum => entry(sums, what, () => ({ store: 0n, klaviyo: 0n }));

  for (const history of histories) {
    const facts = factsOf(history, seen, end);
    if (facts.length > 0 && isNameless(history)) {
      nameless.push(history.orderId);
      continue;
    }
    let isKnown = true;
    for (const fact of facts) {
      const { metric, uniqueId, currency } = fact;
      const events = arrived.of(metric, uniqueId);
      accounted.add(`${metric} ${uniqueId}`);
      const [event] = events;
      if (event === undefined && (fact.unknowable !== undefined || !isKnown)) {
        unknowable += 1;
        // Of an order that nobody knows to be placed, nobody knows what came of it.
        if (metric === 'Placed Order') isKnown = false;
        continue;
      }
      const count = of(metric);
      count.store += 1;
      count.klaviyo += events.length;
      const sum = sumOf(`${metric}, ${currency}`);
      const value = valueOf(fact, event);
      sum.store += value.store;
      sum.klaviyo += value.klaviyo;
      for (const problem of wrongWith(fact, event)) {
        count.problems.push(`order ${fact.orderId} (${lifeOf(history)}): ${problem}`);
      }
      if (metric === 'Placed Order') judgeLines(fact, arrived, of('Ordered Product'));
    }
  }
  return {
    rows: [
      ...[...metrics, 'Ordered Product'].map((metric) => {
        const { store, klaviyo, problems } = of(metric);
        return row(metric, store, klaviyo, problems);
      }),
      ...[...sums.keys()].sort().map((what) => {
        const { store, klaviyo } = sumOf(what);
        return row(what, store, klaviyo);
      }),
    ],
    unknowable,
    accounted,
    nameless,
  };
}

/** What it was when, for whoever looks for the reason. */
function lifeOf({ kind, steps }: OrderHistory): string {
  const statuses = steps.map(
    ({ at, order }) => `${order.status_id} at ${new Date(at).toISOString().slice(5, 19)}`,
  );
  return `${kind}; ${statuses.join(', ')}`;
}

/** Made by hand for somebody of whom nothing is known. */
const isNameless = ({ steps }: OrderHistory): boolean =>
  steps.every(({ order }) => order.billing_address.email === '' && order.customer_id === 0);

/** What the store says it is worth: what Klaviyo was told, if the order was ever worth that. */
function valueOf({ values }: Fact, event: KlaviyoEvent | undefined): Sum {
  const klaviyo = money(event?.value ?? 0);
  const store = values.includes(klaviyo) ? klaviyo : (values.at(-1) ?? 0n);
  return { store, klaviyo: event === undefined ? 0n : klaviyo };
}

function wrongWith(fact: Fact, event: KlaviyoEvent | undefined): readonly string[] {
  if (event === undefined) return [`${fact.metric} is missing`];
  const problems: string[] = [];
  const { metric, currency } = fact;
  const at = Date.parse(event.time);
  if (at < fact.from - secondMs || at > fact.until + secondMs) {
    problems.push(`${metric} has the time ${event.time}, which is wrong`);
  }
  if (event.value_currency !== currency) {
    problems.push(`${metric} is in ${event.value_currency} instead of ${currency}`);
  }
  if (event.backfill) problems.push(`${metric} is marked as history`);
  return problems;
}

function judgeLines({ lines, orderId }: Fact, arrived: Arrived, account: Account): void {
  const klaviyo = arrived.linesOf(orderId);
  account.store += lines.includes(klaviyo) ? klaviyo : (lines.at(-1) ?? 0);
  account.klaviyo += klaviyo;
  if (!lines.includes(klaviyo)) {
    account.problems.push(`order ${orderId} has ${klaviyo} lines instead of ${lines.join(' or ')}`);
  }
}

function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
