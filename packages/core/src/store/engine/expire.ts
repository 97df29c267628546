import { dayMs } from '../retention.ts';
import { lastName, type Tables } from './database.ts';
import { decodeHeader } from './entry.ts';
import { exceptionsOf, putException, type Exception } from './exceptions.ts';
import { namesOf } from './queues.ts';

/** One look goes over no more exceptions than this. */
const longestLook = 1_000;
/** So many events of one profile go in one write. */
const mostOfProfile = 200;

const everything = Number.POSITIVE_INFINITY;

/** A held event, the first of its profile. */
export interface HeldAt {
  readonly destination: string;
  readonly ref: number;
}

/** An event that was held for too long. */
export interface Expired extends HeldAt {
  readonly reason: string;
}

/**
 * The held events whose time is over, of so many exceptions from one on.
 *
 * @returns them, and the exception to look on from.
 */
export function lookForExpired(
  tables: Tables,
  from: readonly [string, number],
  now: number,
  heldDays: number,
): { readonly found: HeldAt[]; readonly next: readonly [string, number] | undefined } {
  const found: HeldAt[] = [];
  let looked = 0;
  let next = from;
  const range = { start: from, end: [lastName, 0], limit: longestLook } as const;
  for (const { key, value } of tables.exceptions.range(range)) {
    looked += 1;
    const [destination, ref] = key;
    next = [destination, ref + 1];
    if (value.state !== 'held') continue;
    if (since(tables, { ref, record: value }) + heldDays * dayMs < now)
      found.push({ destination, ref });
  }
  return { found, next: looked < longestLook ? undefined : next };
}

/**
 * Drops a held event, and those behind it that it has kept back for as long; the next one goes on. Inside a write.
 *
 * Safe without knowing the leases: where a profile's first event is held, none of its events is on loan, but those that
 * a lease has passed over, and they lie in an open span.
 */
export function dropExpired(
  tables: Tables,
  { destination, ref }: HeldAt,
  now: number,
  heldDays: number,
): Expired[] {
  const record = tables.destinations.get(destination);
  const head = tables.exceptions.get([destination, ref]);
  if (record === undefined || head?.state !== 'held') return [];
  const line: Exception[] = [];
  for (const exception of exceptionsOf(tables, destination, head.profile)) {
    if (line.push(exception) > mostOfProfile) break;
  }

  const limit = now - heldDays * dayMs;
  let heldSince = 0;
  const expired = line.slice(0, mostOfProfile).findIndex((exception) => {
    heldSince = Math.max(heldSince, since(tables, exception));
    return heldSince >= limit;
  });
  const count = expired === -1 ? Math.min(line.length, mostOfProfile) : expired;
  const next = line[count];
  if (count === 0 || record.open.some(([from]) => next !== undefined && from < next.ref)) return [];

  const change = { exceptions: 0, held: 0 };
  const days = `held for ${heldDays} ${heldDays === 1 ? 'day' : 'days'}`;
  const why = head.reason ?? 'nothing new was learned of its profile';
  const gone = line.slice(0, count).map((exception): Expired => {
    const behind = exception.ref === ref ? '' : ' behind another event of its profile';
    const reason = `${days}${behind}: ${why}`;
    putException(tables, destination, exception.ref, undefined, change);
    tables.drops.put([exception.ref, destination], { reason, at: now });
    return { destination, ref: exception.ref, reason };
  });
  if (next !== undefined) {
    const goesOn = next.record.held
      ? { state: 'held' as const }
      : { state: 'due' as const, at: now };
    const keptSince = Math.max(heldSince, since(tables, next));
    putException(
      tables,
      destination,
      next.ref,
      { ...next.record, ...goesOn, ...(keptSince < everything ? { heldSince: keptSince } : {}) },
      change,
    );
  }
  tables.destinations.put(destination, {
    ...record,
    changedAt: now,
    exceptions: record.exceptions + change.exceptions,
    held: record.held + change.held,
    dropped: record.dropped + gone.length,
  });
  return gone;
}

function since(tables: Tables, { ref, record }: Exception): number {
  if (record.heldSince !== undefined) return record.heldSince;
  const entry = tables.log.get(ref);
  try {
    return entry === undefined ? everything : decodeHeader(entry, ref).at;
  } catch {
    return everything;
  }
}

/** Whether any destination holds anything: else there is nothing to look for. */
export function anyHeld(tables: Tables): boolean {
  return namesOf({ tables }).some((name) => (tables.destinations.get(name)?.held ?? 0) > 0);
}
