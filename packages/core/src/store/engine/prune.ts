import type { Tables } from './database.ts';
import { decodeEvent, decodeHeader, type EntryHeader } from './entry.ts';
import { namesOf } from './queues.ts';
import { noTotals, type DestinationRecord } from './rows.ts';

/** One look goes over no more entries than this, and finds no more than that many that may go: a few milliseconds. */
const longestLook = { entries: 1_000, found: 100 };

/** Which entries retention is done with. */
export interface Limits {
  /** Those that were appended before this may go. Milliseconds since 1970. */
  readonly before: number;
  /** And the oldest of the others, until these bytes are free. */
  readonly excess: number;
}

/** An entry that may go, and the ids that go with it. */
export interface Prunable {
  readonly ref: number;
  readonly ids: readonly string[];
}

export interface Look {
  readonly found: readonly Prunable[];
  /** Where to look on; undefined when there is nothing more to find. */
  readonly next: number | undefined;
}

/** Whether everything at `ref` that was routed to a destination is settled there, an exception or a dead letter. */
export function isPassed(record: DestinationRecord | undefined, ref: number): boolean {
  if (record === undefined || ref >= record.next) return false;
  return !record.open.some(([from, to]) => ref >= from && ref < to);
}

/** Tells of the entries between two positions which ones something is left to do with. */
function neededBetween(
  tables: Tables,
  from: number,
  to: number,
): (ref: number, header: EntryHeader) => boolean {
  const names = namesOf({ tables });
  const records = new Map(names.map((name) => [name, tables.destinations.get(name)]));
  const setAside = new Set<number>();
  // Of all destinations: an event may have been readmitted to one that it was not routed to.
  for (const name of names) {
    const range = { start: [name, from], end: [name, to] } as const;
    for (const { key } of tables.exceptions.range(range)) setAside.add(key[1]);
    for (const { key } of tables.dead.range(range)) setAside.add(key[1]);
  }
  for (const { key } of tables.dead.range({ start: ['', from], end: ['', to] }))
    setAside.add(key[1]);
  return (ref, { destinations }) =>
    setAside.has(ref) || !destinations.every((name) => isPassed(records.get(name), ref));
}

/** @param last the newest entry stays, whatever its age: it says which positions have been used. */
export function lookForPrunable(tables: Tables, from: number, last: number, limits: Limits): Look {
  const { entries, next } = headersFrom(tables, from, last, limits);
  const needed = neededBetween(tables, from, (entries.at(-1)?.ref ?? from) + 1);
  const found: Prunable[] = [];
  let freed = 0;
  for (const { ref, header, bytes } of entries) {
    if (found.length >= longestLook.found) return { found, next: ref };
    if (header.at >= limits.before && freed >= limits.excess) return { found, next: undefined };
    const ids = needed(ref, header) ? undefined : idsOf(tables, ref, header);
    if (ids === undefined) continue;
    found.push({ ref, ids });
    freed += bytes;
  }
  return { found, next };
}

interface Entry {
  readonly ref: number;
  readonly header: EntryHeader;
  readonly bytes: number;
}

/** What is to be looked at: without the events themselves, as many of them are large. */
function headersFrom(
  tables: Tables,
  from: number,
  last: number,
  { before, excess }: Limits,
): { readonly entries: Entry[]; readonly next: number | undefined } {
  const entries: Entry[] = [];
  let looked = 0;
  for (const { key: ref, value } of tables.log.range({ start: from, end: last })) {
    if (looked >= longestLook.entries) return { entries, next: ref };
    looked += 1;
    const header = headerOf(value, ref);
    // Nobody knows whose it is, so nobody can say that it is done with: `verify` tells of it.
    if (header === undefined) continue;
    if (header.at >= before && excess === 0) break;
    entries.push({ ref, header, bytes: value.length });
  }
  return { entries, next: undefined };
}

/**
 * Removes entries, unless something is to be done with them again by now. Inside a write.
 *
 * @returns how many it has removed.
 */
export function removeEntries(tables: Tables, found: readonly Prunable[]): number {
  const first = found[0]?.ref ?? 0;
  const needed = neededBetween(tables, first, (found.at(-1)?.ref ?? first) + 1);
  let events = 0;
  let bytes = 0;
  for (const { ref, ids } of found) {
    const entry = tables.log.get(ref);
    // Another process has removed it.
    if (entry === undefined || needed(ref, decodeHeader(entry, ref))) continue;
    tables.log.remove(ref);
    // An id may be that of a later entry by now: a dead letter of stage transform that was replayed.
    for (const id of ids) if (tables.messageIds.get(id) === ref) tables.messageIds.remove(id);
    const drops = [...tables.drops.range({ start: [ref, ''], end: [ref + 1, ''] })];
    for (const { key } of drops) tables.drops.remove(key);
    events += 1;
    bytes += entry.length;
  }
  const totals = tables.totals.get('totals') ?? noTotals;
  if (events > 0)
    tables.totals.put('totals', {
      ...totals,
      events: totals.events - events,
      bytes: totals.bytes - bytes,
    });
  return events;
}

function headerOf(entry: Uint8Array, ref: number): EntryHeader | undefined {
  try {
    return decodeHeader(entry, ref);
  } catch {
    return undefined;
  }
}

/** The ids that go with an entry; undefined if it cannot be read. */
function idsOf(tables: Tables, ref: number, { draftId }: EntryHeader): string[] | undefined {
  const entry = tables.log.get(ref);
  try {
    if (entry === undefined) return undefined;
    const { messageId } = decodeEvent(entry, ref);
    return draftId === undefined ? [messageId] : [messageId, draftId];
  } catch {
    return undefined;
  }
}
