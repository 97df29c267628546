import type { DestinationStats, StoreStats } from '../stats.ts';
import type { Tables } from './database.ts';
import { namesOf } from './queues.ts';
import { newDestination, noTotals } from './rows.ts';

function destinationStats(tables: Tables, name: string): DestinationStats {
  const { held, dead, delivered, dropped } = tables.destinations.get(name) ?? newDestination(1);
  const routed = tables.routed.get(name) ?? 0;
  return { pending: routed - held - dead - delivered - dropped, held, dead, delivered, dropped };
}

export function statsOf(tables: Tables): StoreStats {
  const totals = tables.totals.get('totals') ?? noTotals;
  const names = namesOf({ tables });
  return {
    ...totals,
    destinations: Object.fromEntries(names.map((name) => [name, destinationStats(tables, name)])),
  };
}
