import type { Tables } from './database.ts';
import { readHeader } from './damaged.ts';
import type { DestinationRecord } from './rows.ts';

/** The largest position that a key can be. */
const lastPlace = 2 ** 32 - 1;
/** So many records are looked at in each place where the oldest may be. */
const longestLook = 50;

/**
 * When the oldest pending event of a destination was appended. Where it lies behind many that are not pending, the time of
 * the last one of those that were looked at.
 */
export function oldestPendingAt(
  tables: Tables,
  destination: string,
  { next, open, exceptions }: DestinationRecord,
): number | undefined {
  const times = [...open, [next, lastPlace] as const].map(([from, to]) =>
    firstRoutedAt(tables, destination, from, to),
  );
  if (exceptions > 0) times.push(firstExceptionAt(tables, destination));
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function firstRoutedAt(
  tables: Tables,
  destination: string,
  from: number,
  to: number,
): number | undefined {
  let last: number | undefined;
  let looked = 0;
  for (const { key, value } of tables.log.range({ start: from, end: to, limit: longestLook })) {
    const header = readHeader(value, key);
    looked += 1;
    if (header === undefined) continue;
    if (header.destinations.includes(destination)) return header.at;
    last = header.at;
  }
  return looked < longestLook ? undefined : last;
}

function firstExceptionAt(tables: Tables, destination: string): number | undefined {
  const range = { start: [destination, 0], end: [destination, Number.POSITIVE_INFINITY] } as const;
  let ref: number | undefined;
  let looked = 0;
  for (const { key, value } of tables.exceptions.range({ ...range, limit: longestLook })) {
    ref = key[1];
    looked += 1;
    if (!value.held) return appendedAt(tables, ref);
  }
  return ref === undefined || looked < longestLook ? undefined : appendedAt(tables, ref);
}

function appendedAt(tables: Tables, ref: number): number | undefined {
  const entry = tables.log.get(ref);
  return entry === undefined ? undefined : readHeader(entry, ref)?.at;
}
