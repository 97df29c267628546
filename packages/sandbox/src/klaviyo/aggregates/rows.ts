import type { KlaviyoEvent } from '../account/events.ts';
import type { Measurement } from '../schema/metric-aggregate.ts';
import type { Range } from './intervals.ts';

/** What is measured of the events that have one value of the dimensions: a number for each interval. */
export interface AggregateRow {
  /** Empty texts where the events have no such dimension, as Klaviyo says; none without `by`. */
  readonly dimensions: readonly string[];
  readonly measurements: Readonly<Record<string, readonly number[]>>;
}

/** One row for each currency, or one for all. */
export function aggregate(
  events: readonly KlaviyoEvent[],
  range: Range,
  beginnings: readonly number[],
  measurements: readonly Measurement[],
  byCurrency: boolean,
): readonly AggregateRow[] {
  const groups = new Map<string, KlaviyoEvent[]>(byCurrency ? [] : [['', []]]);
  for (const event of events) {
    const at = Date.parse(event.time);
    if (at < range.from || at >= range.until) continue;
    const name = byCurrency ? (event.value_currency ?? '') : '';
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [event]);
    else group.push(event);
  }
  return [...groups].map(([name, group]) => {
    const cells = beginnings.map((): KlaviyoEvent[] => []);
    for (const event of group) cells[placeOf(Date.parse(event.time), beginnings)]?.push(event);
    const rows = measurements.map((each) => [each, cells.map((cell) => measure[each](cell))]);
    return { dimensions: byCurrency ? [name] : [], measurements: Object.fromEntries(rows) };
  });
}

/** Sums are sums of floats, with their dust. */
const measure: Readonly<Record<Measurement, (events: readonly KlaviyoEvent[]) => number>> = {
  count: (events) => events.length,
  sum_value: (events) => events.reduce((sum, { value }) => sum + (value ?? 0), 0),
  unique: (events) => new Set(events.map(({ profileId }) => profileId)).size,
};

/** The last interval that begins at an instant or before it. */
function placeOf(at: number, beginnings: readonly number[]): number {
  let low = 0;
  let high = beginnings.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((beginnings[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
