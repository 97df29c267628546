import type { Book, BookQuery } from '@millrace/core';
import { Big } from 'big.js';
import type { Days } from './days.ts';
import { acrossDays, match, type Raw, type Shifts } from './match.ts';
import { Shelf } from './shelf.ts';
import { asItIs, type Expect, type Line, linesOf, reckonedBy } from './side.ts';
import { around, goes, runsOf, stretchOf } from './stretch.ts';
import { agree, bucketsOf, Tally } from './tally.ts';

export interface Comparison {
  readonly source: Book;
  readonly destination: Book;
  readonly query: BookQuery;
  readonly days: Days;
  /** Whether every day is looked into, whatever the sums say. */
  readonly isWhole: boolean;
  readonly mostAtOnce: number;
  readonly mostListed: number;
  /** Every pair that is looked at is counted here. */
  readonly shifts: Shifts;
  /** Is told of every line of the source. */
  see(line: Line): void;
}

export interface Compared {
  readonly left: Tally;
  readonly right: Tally;
  readonly raw: readonly Raw[];
  /** Differences beyond those in `raw`. */
  readonly unlisted: number;
}

/** Compares one event: sums first, then the entries of the days that are to be looked into, some days at a time. */
export async function compareEvent(comparison: Comparison): Promise<Compared> {
  const { source, destination, query, days, isWhole, mostAtOnce, mostListed } = comparison;
  const expect = reckonedBy(destination);
  const left = new Tally();
  const right = new Tally();
  const ours = new Shelf(mostAtOnce);
  const theirs = new Shelf(mostAtOnce);
  for await (const line of linesOf(source, query, days, expect)) {
    comparison.see(line);
    left.add(line);
    ours.put(line);
  }
  const isSummed = !isWhole && destination.days !== undefined;
  if (isSummed) await addDays(right, destination, query);
  else {
    for await (const line of linesOf(destination, query, days)) {
      right.add(line);
      theirs.put(line);
    }
  }

  const raw: Raw[] = [];
  let unlisted = 0;
  const differ = bucketsOf(left, right).filter(
    (each) => isWhole || !agree(left.of(each), right.of(each)),
  );
  const chosen = [...new Set(differ.map(({ day }) => day))].sort();
  for (const some of goes(chosen, entriesOn(left, right), mostAtOnce)) {
    const of = new Set(some);
    const lines = ours.take(of) ?? (await linesOn(some, source, comparison, expect));
    const partners =
      (isSummed ? undefined : theirs.take(of)) ?? (await linesOn(some, destination, comparison));
    for (const tally of [left, right]) tally.forget(of);
    for (const line of lines) left.add(line);
    for (const line of partners) right.add(line);
    for (const each of match(lines, partners, comparison.shifts)) {
      if (raw.length < mostListed) raw.push(each);
      else unlisted += 1;
    }
  }
  return { left, right, raw: await joined(raw, comparison, expect), unlisted };
}

/** The destination's own sums. */
async function addDays(tally: Tally, destination: Book, query: BookQuery): Promise<void> {
  for (const sum of (await destination.days?.(query)) ?? []) {
    const { account = query.event, day, currency = '', count, value } = sum;
    tally.addSum({ account, day, currency }, count, new Big(value));
  }
}

function entriesOn(...tallies: readonly Tally[]): (day: string) => number {
  const counts = tallies.map((tally) => {
    const count = new Map<string, number>();
    for (const { day, count: more } of tally.buckets) count.set(day, (count.get(day) ?? 0) + more);
    return count;
  });
  return (day) => Math.max(...counts.map((count) => count.get(day) ?? 0));
}

/** What a side has on some days. */
async function linesOn(
  some: readonly string[],
  book: Book,
  { days, query, source }: Comparison,
  expect: Expect = asItIs,
): Promise<readonly Line[]> {
  const [first = '', last = ''] = [some[0], some.at(-1)];
  // A source may have to walk through all its orders, however short the stretch is: so it is asked once.
  const runs = book === source ? [[first, last] as const] : runsOf(some);
  const wanted = new Set(some);
  const lines: Line[] = [];
  for (const [from, until] of runs) {
    for await (const line of linesOf(book, stretchOf(days, query, from, until), days, expect)) {
      if (wanted.has(line.day)) lines.push(line);
    }
  }
  return lines;
}

/** What has no partner on its own day may have it on another one, be it just outside the stretch of time. */
async function joined(
  raw: readonly Raw[],
  { source, destination, query, days, shifts }: Comparison,
  expect: Expect,
): Promise<readonly Raw[]> {
  const outside = async (kind: Raw['kind'], book: Book, how?: Expect): Promise<Line[]> => {
    const lines: Line[] = [];
    if (!raw.some((each) => each.kind === kind)) return lines;
    for (const each of around(days, query)) {
      for await (const line of linesOf(book, each, days, how)) lines.push(line);
    }
    return lines;
  };
  const margins = {
    source: await outside('extra', source, expect),
    destination: await outside('missing', destination),
  };
  return acrossDays(raw, margins, shifts);
}
