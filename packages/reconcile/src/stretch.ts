import type { BookQuery } from '@millrace/core';
import { type Days, movedBy } from './days.ts';

/** The part of a query that some days are: from the beginning of the first to the end of the last one. */
export function stretchOf(days: Days, query: BookQuery, first: string, last: string): BookQuery {
  const from = new Date(days.start(first)).toISOString();
  const until = new Date(days.start(movedBy(last, 1))).toISOString();
  return { ...query, from, until };
}

/** The day before a query, and the day after it: no time zone is further from another one than that. */
export function around(days: Days, query: BookQuery): readonly BookQuery[] {
  const before = movedBy(days.of(Date.parse(query.from)), -1);
  const after = days.of(Date.parse(query.until));
  return [stretchOf(days, query, before, before), stretchOf(days, query, after, after)];
}

/** Days that follow each other, as first and last one. */
export function runsOf(days: readonly string[]): readonly (readonly [string, string])[] {
  const runs: [string, string][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run !== undefined && movedBy(run[1], 1) === day) run[1] = day;
    else runs.push([day, day]);
  }
  return runs;
}

/** Some days at a time: so many that there are not more entries than memory should hold, and one at least. */
export function goes(
  days: readonly string[],
  entriesOn: (day: string) => number,
  mostAtOnce: number,
): readonly (readonly string[])[] {
  const found: string[][] = [];
  let room = 0;
  for (const day of days) {
    const entries = entriesOn(day);
    if (found.length === 0 || entries > room) {
      found.push([]);
      room = mostAtOnce;
    }
    found.at(-1)?.push(day);
    room -= entries;
  }
  return found;
}
