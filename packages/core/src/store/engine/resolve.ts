import { setImmediate } from 'node:timers/promises';
import type { DeadLetterQuery } from '../records.ts';
import { lastName, type Database, type Tables } from './database.ts';
import { readHeader } from './damaged.ts';
import { decodeEvent } from './entry.ts';
import { profileNow } from './identity-graph.ts';
import type { Queues } from './queues.ts';
import { discarded, noTotals } from './rows.ts';

/** A write is about no more dead letters than this, and a look at no more of them. */
const atOnce = { resolved: 200, looked: 1_000 };

type DeadKey = readonly [destination: string, ref: number];
type Action = 'replay' | 'discard';

/**
 * Takes dead letters away, and makes them due again if they are to be replayed: a slice in each write, so that there may
 * be any number of them. If the process ends in between, the slices that were written stand, and the same call again
 * does the rest.
 *
 * @param written called after each write.
 */
export async function resolveDeadLetters(
  database: Database,
  queues: Queues,
  query: DeadLetterQuery,
  action: Action,
  written: () => void,
): Promise<number> {
  const { tables } = database;
  const { limit = Number.POSITIVE_INFINITY } = query;
  let resolved = 0;
  let from: DeadKey | undefined = [query.destination ?? '', 0];
  while (from !== undefined && resolved < limit) {
    const most = Math.min(atOnce.resolved, limit - resolved);
    const look = lookForLetters(tables, query, action, from, most);
    if (look.found.length === 0) await setImmediate();
    else {
      resolved += await database.write(() => resolve(tables, queues, look.found, action));
      written();
    }
    from = look.next;
  }
  return resolved;
}

function lookForLetters(
  tables: Tables,
  { destination, stage, messageIds }: DeadLetterQuery,
  action: Action,
  from: DeadKey,
  most: number,
): { readonly found: readonly DeadKey[]; readonly next: DeadKey | undefined } {
  const wanted = messageIds === undefined ? undefined : new Set(messageIds);
  const end = [destination ?? lastName, Number.POSITIVE_INFINITY] as const;
  const found: DeadKey[] = [];
  let looked = 0;
  for (const { key, value } of tables.dead.range({ start: from, end })) {
    if (found.length >= most || looked >= atOnce.looked) return { found, next: key };
    looked += 1;
    if (stage !== undefined && value.stage !== stage) continue;
    // To be transformed again it has to go through ingest.
    if (action === 'replay' && key[0] === '') continue;
    if (wanted === undefined || wanted.has(messageIdOf(tables, key[1]))) found.push(key);
  }
  return { found, next: undefined };
}

function messageIdOf(tables: Tables, ref: number): string {
  const entry = tables.log.get(ref);
  try {
    return entry === undefined ? '' : decodeEvent(entry, ref).messageId;
  } catch {
    return '';
  }
}

function resolve(
  tables: Tables,
  queues: Queues,
  letters: readonly DeadKey[],
  action: Action,
): number {
  let resolved = 0;
  for (const [destination, ref] of letters) {
    // Since it was found, somebody else may have resolved it.
    if (tables.dead.get([destination, ref]) === undefined) continue;
    const header = readHeader(tables.log.get(ref) as Uint8Array, ref);
    // Nobody knows whom it is about: it can only be discarded.
    if (header === undefined && destination !== '' && action === 'replay') continue;
    resolved += 1;
    tables.dead.remove([destination, ref]);
    if (destination === '') discardFailed(tables, ref, queues.now());
    else if (action === 'discard') queues.of(destination).outOfLine.discard(ref);
    else if (header !== undefined) {
      queues.of(destination).outOfLine.revive(ref, profileNow(tables, header.profile).id);
    }
  }
  return resolved;
}

function discardFailed(tables: Tables, ref: number, now: number): void {
  const totals = tables.totals.get('totals') ?? noTotals;
  const { failed, dropped } = totals;
  tables.totals.put('totals', { ...totals, failed: failed - 1, dropped: dropped + 1 });
  tables.drops.put([ref, ''], { reason: discarded, at: now });
}
