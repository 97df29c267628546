import type { DeadLetterQuery } from '../records.ts';
import type { Database } from './database.ts';
import { findDeadLetters } from './listings.ts';
import { decodeHeader } from './entry.ts';
import { profileNow } from './identity-graph.ts';
import type { Queues } from './queues.ts';
import { discarded, noTotals } from './rows.ts';

/** Takes dead letters away, and makes them due again if they are to be replayed. */
export function resolveDeadLetters(
  database: Database,
  queues: Queues,
  query: DeadLetterQuery,
  action: 'replay' | 'discard',
): Promise<number> {
  const { tables } = database;
  return database.write(() => {
    const found = findDeadLetters(tables, query, Number.POSITIVE_INFINITY)
      .filter(({ destination }) => action === 'discard' || destination !== undefined)
      .slice(0, query.limit);
    for (const { destination, ref } of found) {
      tables.dead.remove([destination ?? '', ref]);
      if (destination === undefined) {
        const totals = tables.totals.get('totals') ?? noTotals;
        tables.totals.put('totals', {
          ...totals,
          failed: totals.failed - 1,
          dropped: totals.dropped + 1,
        });
        tables.drops.put([ref, ''], { reason: discarded, at: queues.now() });
      } else if (action === 'replay') {
        const header = decodeHeader(tables.log.get(ref) as Uint8Array, ref);
        queues.of(destination).revive(ref, profileNow(tables, header.profile).id);
      } else {
        queues.of(destination).discard(ref);
      }
    }
    return found.length;
  });
}
