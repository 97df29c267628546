import type { DestinationStats, StoreStats } from '../stats.ts';
import type { Tables } from './database.ts';
import { namesOf } from './queues.ts';
import { oldestPendingAt } from './oldest-pending.ts';
import { newDestination, noTotals } from './rows.ts';
import { pendingOf } from './unreadable.ts';

function destinationStats(tables: Tables, name: string): DestinationStats {
  const record = tables.destinations.get(name) ?? newDestination(1);
  const { held, dead, delivered, dropped, paused = false } = record;
  const pending = pendingOf(tables, name, record);
  const oldest = pending > 0 ? oldestPendingAt(tables, name, record) : undefined;
  return {
    pending,
    held,
    dead,
    delivered,
    dropped,
    paused,
    ...(oldest === undefined ? {} : { oldestPendingAt: oldest }),
  };
}

export function statsOf(tables: Tables): Omit<StoreStats, 'appended'> {
  const totals = tables.totals.get('totals') ?? noTotals;
  const names = namesOf({ tables });
  return {
    ...totals,
    destinations: Object.fromEntries(names.map((name) => [name, destinationStats(tables, name)])),
  };
}
