import { UnexpectedAnswer } from '../api/errors.ts';

/** The dates of the vendor are whole seconds. */
const second = 1_000;

/** A list that can be read in the order of a date, which may move while it is read. Times are milliseconds since 1970. */
export interface DatedList<T> {
  /** What it is called, for errors: "orders". */
  readonly name: string;
  /** The first page of what is dated `from` or later, earliest first. */
  page(from: number): Promise<{
    readonly items: readonly T[];
    /** Whether there were as many rows as asked for, so that there may be more. */
    readonly isFull: boolean;
  }>;
  /** All that is dated from `from` to `until`, by a key that does not move. */
  between(from: number, until: number): AsyncIterable<readonly T[]>;
  /** `undefined` when its date is not understood: it comes with the page that it is in. */
  at(item: T): number | undefined;
  id(item: T): number;
}

export interface DatedPage<T> {
  /** Each once, as long as it is not changed; those whose date is not understood, as often as they are read. */
  readonly items: readonly T[];
  /** Everything dated before this was met. */
  readonly through: number;
}

/**
 * All that is dated `from` or later, earliest first, so that nothing is passed over while it changes: each page begins
 * where the last one ended, never at a number of pages.
 *
 * It does not matter whether the vendor's bounds are inclusive, which no document says: each page begins a second
 * before the end of the last. More than a page within one second are read by the other key.
 *
 * @throws {UnexpectedAnswer} when the list is not in the order that was asked for: going on could miss something. Also when
 *   the store ignores where a page is to begin: going on would never end.
 */
export async function* byDate<T>(list: DatedList<T>, from: number): AsyncGenerator<DatedPage<T>> {
  const fresh = freshness(list);
  let start = from;
  for (;;) {
    const { items, isFull } = await list.page(start);
    if (items.length === 0 && !isFull) return;
    const last = lastDate(list, items);
    if (!isFull) {
      yield { items: fresh(items, start), through: last ?? start };
      return;
    }
    if (last === undefined || last < start - second) throw notAskedFor(list);
    yield { items: fresh(items, start), through: last };
    if (last - second > start) {
      start = last - second;
      continue;
    }
    for await (const more of list.between(last - 2 * second, last + 2 * second)) {
      yield { items: fresh(more, start), through: last };
    }
    if (last + second <= start) throw notAskedFor(list);
    start = last + second;
  }
}

const notAskedFor = <T>({ name }: DatedList<T>): UnexpectedAnswer =>
  new UnexpectedAnswer(`with ${name} of other dates than were asked for`);

/** Lets through what has not come before: items at the seam of two pages do. */
function freshness<T>(list: DatedList<T>) {
  const met = new Map<number, number>();
  return (items: readonly T[], start: number): readonly T[] => {
    // Nothing that is older comes again.
    for (const [known, date] of met) if (date < start - 3 * second) met.delete(known);
    return items.filter((item) => {
      const [id, at] = [list.id(item), list.at(item)];
      // Without a date there is no telling whether it changed since it came before.
      if (at === undefined) return true;
      if (met.get(id) === at) return false;
      met.set(id, at);
      return true;
    });
  };
}

/** `undefined` when none of them has a date. */
function lastDate<T>(list: DatedList<T>, items: readonly T[]): number | undefined {
  let last: number | undefined;
  for (const item of items) {
    const at = list.at(item);
    if (at === undefined) continue;
    if (last !== undefined && at < last) {
      throw new UnexpectedAnswer(`with ${list.name} that are not sorted by date`);
    }
    last = at;
  }
  return last;
}
