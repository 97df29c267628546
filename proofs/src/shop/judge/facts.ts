import type { OrderHistory, OrderStep } from '@millrace/sandbox';
import { type Money, money } from './money.ts';

/** What a metric of Klaviyo must have of an order. */
export interface Fact {
  readonly metric: 'Placed Order' | 'Fulfilled Order' | 'Cancelled Order' | 'Refunded Order';
  readonly orderId: number;
  readonly uniqueId: string;
  readonly currency: string;
  /** The values that are true: an order that was changed after it was placed had several. */
  readonly values: readonly Money[];
  /** How many lines it may have had, of a Placed Order. */
  readonly lines: readonly number[];
  /** Between these it happened: milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  /** Why it may be missing: nobody who reads the store's API can have known it. */
  readonly unknowable: string | undefined;
}

/** For how much of a span the backend was there to see it, in milliseconds. */
export type Seen = (from: number, until: number) => number;

/** An order that showed something for less than this, and shows it no more, may have shown it to nobody. */
const passingMs = 2.5 * 3_600_000;

/** Statuses in which an order is not placed, if it never was before. */
const notPlaced = new Set([0, 1, 7, 5, 6]);
const fulfilled = new Set([2, 10]);

/**
 * What is true of an order, from the record of what was done to it, and not from any API of the store.
 *
 * There is one thing that nobody can know: BigCommerce has no history of statuses. What an order was only in passing,
 * while the webhooks about it were lost or nobody was there to take them, and what it does not show in the end, has left
 * no trace. Such a fact may be missing; when it is there, it must be right.
 */
export function factsOf(history: OrderHistory, seen: Seen, end: number): readonly Fact[] {
  const { orderId, steps } = history;
  const refunds = history.refunds.filter(isMade);
  const first = steps.findIndex(({ order }) => !notPlaced.has(order.status_id));
  if (first < 0) return [];
  const life = steps.slice(first);
  const isPlain = ({ from, until }: Spell): boolean =>
    until === end || seen(from, until) >= passingMs;
  /** @param since what was shown before that said nothing yet. */
  const passing = (shows: (step: OrderStep) => boolean, since = 0): string | undefined =>
    spellsOf(steps, shows, end).some((spell) => spell.from >= since && isPlain(spell))
      ? undefined
      : 'it was so only in passing';
  // Cancelled alone does not say that an order ever was one.
  const knownAt = spellsOf(steps, isPlaced, end).find(isPlain)?.from;
  const values = distinct(life.map(({ order }) => money(order.total_inc_tax)));
  const common = {
    orderId,
    uniqueId: String(orderId),
    currency: life[0]?.order.default_currency_code ?? '',
    lines: distinct(life.map(({ lines }) => lines)),
    until: end,
  };
  const created = steps[0]?.at ?? 0;
  const isArchived = !steps.every(isThere);
  const facts: Fact[] = [
    {
      ...common,
      metric: 'Placed Order',
      values,
      from: created,
      until: created,
      unknowable: refunds.length > 0 && !isArchived ? undefined : passing(isPlaced),
    },
  ];
  const ofStatus = (
    metric: Fact['metric'],
    is: (step: OrderStep) => boolean,
    unknowable = passing(is),
  ): void => {
    const at = life.find(is)?.at;
    if (at !== undefined) facts.push({ ...common, metric, values, from: at, unknowable });
  };
  const isFulfilled = ({ order }: OrderStep): boolean => fulfilled.has(order.status_id);
  ofStatus(
    'Fulfilled Order',
    isFulfilled,
    passing((step) => isFulfilled(step) && isThere(step)),
  );
  const isCancelled = ({ order }: OrderStep): boolean => order.status_id === 5;
  ofStatus('Cancelled Order', isCancelled, passing(isCancelled, knownAt ?? end));
  if (refunds.length === 0) {
    ofStatus('Refunded Order', ({ order }) => order.status_id === 4);
  }
  refunds.forEach(({ id, created: at, total_amount }, index) => {
    const time = Date.parse(at);
    facts.push({
      ...common,
      metric: 'Refunded Order',
      uniqueId: index === 0 ? String(orderId) : `${orderId}_${id}`,
      values: [money(total_amount)],
      from: time,
      until: time,
      unknowable: isArchived ? passing(isPlaced) : undefined,
    });
  });
  return facts;
}

/** The money went back, or some of it did. */
const isMade = ({ payments }: OrderHistory['refunds'][number]): boolean =>
  payments.some((payment) => !payment.is_declined);

/** A status that proves that the order was placed, whatever came before. */
const isPlaced = ({ order }: OrderStep): boolean =>
  !notPlaced.has(order.status_id) && isThere({ order });

/** An archived order is in no report of the store: one that nobody saw before it was archived is passed over. */
const isThere = ({ order }: Pick<OrderStep, 'order'>): boolean => !order.is_deleted;

interface Spell {
  readonly from: number;
  until: number;
}

/** From when until when the order showed it, each time. */
function spellsOf(
  steps: readonly OrderStep[],
  shows: (step: OrderStep) => boolean,
  end: number,
): readonly Spell[] {
  const spells: Spell[] = [];
  let current: Spell | undefined;
  for (const step of steps) {
    if (current !== undefined) current.until = step.at;
    if (!shows(step)) current = undefined;
    else if (current === undefined) spells.push((current = { from: step.at, until: end }));
    else current.until = end;
  }
  if (current !== undefined) current.until = end;
  return spells;
}

const distinct = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];
