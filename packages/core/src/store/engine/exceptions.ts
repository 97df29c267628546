import type { Tables } from './database.ts';
import type { ExceptionRecord } from './rows.ts';

const everything = Number.POSITIVE_INFINITY;

export interface Exception {
  readonly ref: number;
  readonly record: ExceptionRecord;
}

/** Counts that change with the exceptions of one destination. */
export interface Change {
  exceptions: number;
  held: number;
}

/** Writes, replaces or (with `undefined`) removes one exception, and its two indexes. Inside a write. */
export function putException(
  tables: Tables,
  destination: string,
  ref: number,
  after: ExceptionRecord | undefined,
  change: Change,
): void {
  const before = tables.exceptions.get([destination, ref]);
  // Held again: it has been kept back since the first time, or since an event before it was held.
  const heldSince = after?.held ? before?.heldSince : undefined;
  const record = after === undefined || heldSince === undefined ? after : { ...after, heldSince };
  if (before?.state === 'due' && (record?.state !== 'due' || record.at !== before.at)) {
    tables.due.remove([destination, before.at, ref]);
  }
  if (before !== undefined && before.profile !== record?.profile) {
    tables.byProfile.remove([destination, before.profile, ref]);
  }
  if (record === undefined) {
    if (before !== undefined) tables.exceptions.remove([destination, ref]);
  } else {
    tables.exceptions.put([destination, ref], record);
    tables.byProfile.put([destination, record.profile, ref], 1);
    if (record.state === 'due') {
      tables.due.put([destination, record.at, ref], record.attempts > 0 ? 2 : 1);
    }
  }
  change.exceptions += Number(record !== undefined) - Number(before !== undefined);
  change.held += Number(record?.held ?? false) - Number(before?.held ?? false);
}

/** The exceptions of one profile, earliest first. */
export function* exceptionsOf(
  tables: Tables,
  destination: string,
  profile: number,
): Iterable<Exception> {
  const range = {
    start: [destination, profile, 0],
    end: [destination, profile, everything],
  } as const;
  for (const { key } of tables.byProfile.range(range)) {
    const record = tables.exceptions.get([destination, key[2]]);
    if (record !== undefined) yield { ref: key[2], record };
  }
}

/** Whether an exception of the profile lies before `ref`: then the event at `ref` must wait. */
export function waitsBefore(
  tables: Tables,
  destination: string,
  profile: number,
  ref: number,
): boolean {
  const range = {
    start: [destination, profile, 0],
    end: [destination, profile, ref],
    limit: 1,
  } as const;
  for (const _ of tables.byProfile.range(range)) return true;
  return false;
}

/**
 * The exception right after `ref` waits behind it, if it was the first of its profile until now: one that was readmitted
 * before anybody had looked at `ref`. To be called for each exception that is added, in the order of the log.
 */
export function stepBack(
  tables: Tables,
  destination: string,
  profile: number,
  ref: number,
  change: Change,
): void {
  const range = {
    start: [destination, profile, ref + 1],
    end: [destination, profile, everything],
    limit: 1,
  } as const;
  const [next] = tables.byProfile.range(range);
  const record = next && tables.exceptions.get([destination, next.key[2]]);
  if (next === undefined || record === undefined || record.state === 'behind') return;
  putException(tables, destination, next.key[2], { ...record, state: 'behind' }, change);
}

/** Whether the earliest exception of a profile may become due: not while an earlier event of it is on loan. */
export type MayPromote = (ref: number) => boolean;

/**
 * Restores the rule that only the earliest exception of a profile is due or held, after some were written or removed.
 */
export function arrange(
  tables: Tables,
  destination: string,
  profile: number,
  now: number,
  mayPromote: MayPromote,
  change: Change,
): void {
  let head = true;
  for (const { ref, record } of takeWhileUnsettled(tables, destination, profile)) {
    if (!head) {
      putException(tables, destination, ref, { ...record, state: 'behind' }, change);
    } else if (record.state === 'behind' && mayPromote(ref)) {
      const promoted = record.held
        ? { state: 'held' as const }
        : { state: 'due' as const, at: Math.max(now, record.at) };
      putException(tables, destination, ref, { ...record, ...promoted }, change);
    }
    head = false;
  }
}

/** The earliest exception, and those right after it that are not behind it yet: all that may need arranging. */
function takeWhileUnsettled(tables: Tables, destination: string, profile: number): Exception[] {
  const taken: Exception[] = [];
  for (const exception of exceptionsOf(tables, destination, profile)) {
    if (taken.length > 0 && exception.record.state === 'behind') break;
    taken.push(exception);
  }
  return taken;
}

/**
 * Something new is known of a profile: its held events may go. All exceptions of the profile `from` become exceptions of
 * `to` (the same, unless profiles were merged), the earliest due now, the others behind it.
 *
 * @returns the positions that were held.
 */
export function releaseHeld(
  tables: Tables,
  destination: string,
  from: readonly number[],
  to: number,
  now: number,
  mayPromote: MayPromote,
  change: Change,
): number[] {
  const all = from
    .flatMap((profile) => [...exceptionsOf(tables, destination, profile)])
    .sort((a, b) => a.ref - b.ref);
  for (const [index, { ref, record }] of all.entries()) {
    const { held: _, heldSince: __, reason: ___, ...rest } = record;
    const due = index === 0 && (record.state !== 'behind' || mayPromote(ref));
    const at = record.state === 'due' ? record.at : now;
    putException(
      tables,
      destination,
      ref,
      { ...rest, profile: to, ...(due ? { state: 'due', at } : { state: 'behind' }) },
      change,
    );
  }
  return all.filter(({ record }) => record.held).map(({ ref }) => ref);
}
