import type { Appended, Commit } from '../store.ts';
import type { Tables } from './database.ts';
import { encodeEntry } from './entry.ts';
import { linkInto } from './identity-graph.ts';
import { noTotals, newDestination, type Totals } from './rows.ts';

/** What the write of one commit needs to tell the queues. */
export interface AppendObserver {
  /** The profile has learned an identifier, or has swallowed others: events that it holds may go. */
  learned(profile: number, merged: readonly number[]): void;
}

function isDuplicate(tables: Tables, { messageId, draftId, replaces }: Appended): boolean {
  // Once replayed, a dead letter is gone: whoever comes late with it comes again.
  if (replaces !== undefined) return tables.dead.get(['', replaces]) === undefined;
  const known = (id: string): boolean => tables.messageIds.get(id) !== undefined;
  return known(messageId) || (draftId !== undefined && known(draftId));
}

/** Whether an earlier event of the same commit is the same one. It may share the draft's id, but not its own. */
function isRepeated(tables: Tables, appended: Appended): boolean {
  if (appended.draftId === undefined) return isDuplicate(tables, appended);
  return appended.replaces === undefined && tables.messageIds.get(appended.messageId) !== undefined;
}

/**
 * Writes commits into the log. Inside a write.
 *
 * @param last the last position of the log.
 * @returns for each commit, for each of its events, whether it was new.
 */
export function appendAll(
  tables: Tables,
  commits: readonly Commit[],
  last: number,
  now: number,
  observer: AppendObserver,
): boolean[][] {
  let position = last;
  const totals: { -readonly [K in keyof Totals]: Totals[K] } = {
    ...(tables.totals.get('totals') ?? noTotals),
  };
  const routed = new Map<string, number>();

  const appendOne = (appended: Appended): void => {
    const { messageId, body, identifiers, destinations, dropped, failed, draftId, replaces } =
      appended;
    position += 1;
    if (replaces !== undefined && tables.dead.get(['', replaces]) !== undefined) {
      tables.dead.remove(['', replaces]);
      totals.failed -= 1;
    }
    const { profile, merged, learned } = linkInto(tables, identifiers, position);
    const header = { profile, destinations, at: now };
    const entry = encodeEntry(draftId === undefined ? header : { ...header, draftId }, body);
    tables.log.put(position, entry);
    tables.messageIds.put(messageId, position);
    if (draftId !== undefined) tables.messageIds.put(draftId, position);
    totals.events += 1;
    totals.bytes += entry.length;
    for (const destination of destinations)
      routed.set(destination, (routed.get(destination) ?? 0) + 1);
    if (dropped !== undefined) {
      tables.drops.put([position, ''], { reason: dropped, at: now });
      totals.dropped += 1;
    }
    if (failed !== undefined) {
      tables.dead.put(['', position], { stage: 'transform', reason: failed, attempts: 1, at: now });
      totals.failed += 1;
    }
    if (learned || merged.length > 0) observer.learned(profile, merged);
  };

  const results = commits.map((commit) => {
    // Asked before any of the commit is written: events that one draft became share its id.
    const isNew = commit.events.map((appended) => !isDuplicate(tables, appended));
    commit.events.forEach((appended, index) => {
      const repeated = index > 0 && isRepeated(tables, appended);
      if (repeated) isNew[index] = false;
      else if (isNew[index]) appendOne(appended);
    });
    for (const { key, value } of commit.state?.changes ?? []) {
      const at = [commit.state?.source ?? '', key] as const;
      if (value === undefined) tables.memory.remove(at);
      else tables.memory.put(at, value);
    }
    return isNew;
  });

  for (const [destination, count] of routed) {
    tables.routed.put(destination, (tables.routed.get(destination) ?? 0) + count);
    if (tables.destinations.get(destination) === undefined) {
      tables.destinations.put(destination, newDestination(last + 1));
    }
  }
  if (position > last) tables.totals.put('totals', totals);
  return results;
}
