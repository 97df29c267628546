import type { Logger } from '../../observe/logger.ts';
import type { Tables } from './database.ts';
import type { Loan } from './loans.ts';
import type { DestinationRecord } from './rows.ts';

// An entry of the log whose header cannot be read is nobody's: it is passed over. But it was counted for the destinations
// that it was for, and would be pending there for good. How many of them there were shows when nothing else is left.

/** How many events of a destination are neither held nor settled. */
export function pendingOf(tables: Tables, name: string, record: DestinationRecord): number {
  const { held, dead, delivered, dropped, lost = 0 } = record;
  return (tables.routed.get(name) ?? 0) - held - dead - delivered - dropped - lost;
}

/** Whether entries were passed over since they were counted last. */
export function mayHaveLost({ unreadable = 0, lost = 0 }: DestinationRecord): boolean {
  return unreadable > lost;
}

/** Counts those that were for this destination, if nothing else of it is left. Inside a write. */
export function countLost(tables: Tables, name: string): void {
  const record = tables.destinations.get(name);
  if (record === undefined || record.exceptions !== record.held) return;
  const lost = (record.lost ?? 0) + pendingOf(tables, name, record);
  tables.destinations.put(name, { ...record, lost, unreadable: lost });
}

/** Says which entries a lease has passed over. */
export function warnOf({ lease, unreadable }: Loan, logger: Pick<Logger, 'warn'>): void {
  if (unreadable.length === 0) return;
  const fields = { destination: lease.destination, positions: unreadable };
  logger.warn(fields, 'entries of the log are damaged, and were passed over');
}
