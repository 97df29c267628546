import { setImmediate } from 'node:timers/promises';
import { CorruptRecord } from '../../event/json.ts';
import type { Readmission } from '../records.ts';
import type { Database, Tables } from './database.ts';
import { decodeEvent, decodeHeader, type EntryHeader } from './entry.ts';
import { arrange, putException, waitsBefore } from './exceptions.ts';
import { profileNow } from './identity-graph.ts';
import { isPassed } from './prune.ts';
import { newDestination } from './rows.ts';

/** A write is about no more events than this, and a look at no more entries. */
const atOnce = 250;

interface Candidate {
  readonly ref: number;
  readonly header: EntryHeader;
}

/**
 * Makes events of the log due again for a destination, oldest first, a slice in each write. Events that are to be
 * delivered there anyway, or are dead letters there, stay as they are: so it may be repeated.
 *
 * @param written called after each write.
 * @returns how many have become due.
 */
export async function readmit(
  database: Database,
  destination: string,
  now: () => number,
  request: Readmission,
  written: () => void,
): Promise<number> {
  let readmitted = 0;
  for (const refs of slices(database, request)) {
    const candidates = candidatesOf(database.tables, destination, refs, request);
    if (candidates.length === 0) await setImmediate();
    else {
      readmitted += await database.write(() => {
        const next = database.lastPosition() + 1;
        return makeDue(database.tables, destination, candidates, next, now());
      });
      written();
    }
  }
  return readmitted;
}

/** The positions to look at: those of some ids, or a stretch of the log. */
function* slices(database: Database, { from, messageIds }: Readmission): Iterable<number[]> {
  const { tables } = database;
  if (messageIds !== undefined) {
    const known = messageIds.map((id) => tables.messageIds.get(id) ?? 0).filter((ref) => ref > 0);
    const refs = [...new Set(known)].sort((a, b) => a - b);
    for (let start = 0; start < refs.length; start += atOnce)
      yield refs.slice(start, start + atOnce);
    return;
  }
  const end = database.lastPosition() + 1;
  let start = from === undefined ? 1 : firstSince(tables, from, end);
  while (start < end) {
    const refs: number[] = [];
    for (const { key } of tables.log.range({ start, end, limit: atOnce })) refs.push(key);
    if (refs.length === 0) return;
    yield refs;
    start = (refs.at(-1) as number) + 1;
  }
}

/** The first position that was appended at `time` or later: times only grow along the log. */
function firstSince(tables: Tables, time: number, end: number): number {
  let low = 1;
  let high = end;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [found] = tables.log.range({ start: middle, end: high, limit: 1 });
    if (found === undefined) high = middle;
    else if (timeOf(found.value, found.key) < time) low = found.key + 1;
    else high = middle;
  }
  return low;
}

function timeOf(entry: Uint8Array, ref: number): number {
  try {
    return decodeHeader(entry, ref).at;
  } catch {
    return 0;
  }
}

function candidatesOf(
  tables: Tables,
  destination: string,
  refs: readonly number[],
  { from = 0, to = Number.POSITIVE_INFINITY, messageIds, ...request }: Readmission,
): Candidate[] {
  const ids = messageIds === undefined ? undefined : new Set(messageIds);
  return refs.flatMap((ref) => {
    const entry = tables.log.get(ref);
    if (entry === undefined) return [];
    try {
      const header = decodeHeader(entry, ref);
      if (header.at < from || header.at >= to) return [];
      if (!isSettled(tables, destination, ref, header)) return [];
      const event = decodeEvent(entry, ref);
      // Another try of it was appended later; this one never passed its transforms.
      if (tables.messageIds.get(event.messageId) !== ref) return [];
      if (ids !== undefined && !ids.has(event.messageId)) return [];
      return request.wants(event) ? [{ ref, header }] : [];
    } catch (error) {
      if (error instanceof CorruptRecord) return [];
      throw error;
    }
  });
}

/** Whether nothing is to be done with the event there any more, or never was. */
function isSettled(tables: Tables, destination: string, ref: number, header: EntryHeader): boolean {
  if (header.destinations.includes(destination)) {
    if (!isPassed(tables.destinations.get(destination), ref)) return false;
  }
  return (
    tables.exceptions.get([destination, ref]) === undefined &&
    tables.dead.get([destination, ref]) === undefined &&
    // What a transform has dropped, or has failed with, is for no destination.
    tables.dead.get(['', ref]) === undefined &&
    tables.drops.get([ref, '']) === undefined
  );
}

function makeDue(
  tables: Tables,
  destination: string,
  candidates: readonly Candidate[],
  next: number,
  now: number,
): number {
  const change = { exceptions: 0, held: 0 };
  for (const { ref, header } of candidates) {
    // Since it was found, somebody else may have readmitted or removed it.
    if (tables.log.get(ref) === undefined || !isSettled(tables, destination, ref, header)) continue;
    const profile = profileNow(tables, header.profile).id;
    const state = waitsBefore(tables, destination, profile, ref) ? 'behind' : 'due';
    putException(tables, destination, ref, { state, at: now, profile, attempts: 0 }, change);
    // Those that were first until now wait behind it.
    if (state === 'due') arrange(tables, destination, profile, now, () => false, change);
  }
  const readmitted = change.exceptions;
  if (readmitted === 0) return 0;
  const record = tables.destinations.get(destination) ?? newDestination(next);
  tables.destinations.put(destination, {
    ...record,
    changedAt: now,
    exceptions: record.exceptions + readmitted,
    held: record.held + change.held,
  });
  tables.routed.put(destination, (tables.routed.get(destination) ?? 0) + readmitted);
  return readmitted;
}
