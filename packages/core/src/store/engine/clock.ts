import type { Clock } from '../../observe/clock.ts';
import { readHeader } from './damaged.ts';
import { lastName, type Database } from './database.ts';

/** The latest time that the store has written down: when an event was appended, or became something else. */
export function latestTime(database: Database): number {
  const everyName = { start: '', end: lastName };
  const changes = [...database.tables.destinations.range(everyName)].map(
    ({ value }) => value.changedAt ?? 0,
  );
  return Math.max(newestAt(database), ...changes);
}

/** When the newest entry of the log was appended that can be read. */
function newestAt(database: Database): number {
  const range = { start: 0, end: database.lastPosition() + 1, limit: 100, reverse: true } as const;
  for (const { key, value } of database.tables.log.range(range)) {
    const header = readHeader(value, key);
    if (header !== undefined) return header.at;
  }
  return 0;
}

/**
 * A clock that never goes backwards, from `floor` on. While it is ahead of the machine's clock, which was set back, it
 * runs at half speed until that has caught up.
 */
export function monotonic(clock: Clock, floor: number): () => number {
  let seen = clock.now();
  let time = Math.max(floor, seen);
  return () => {
    const machine = clock.now();
    const passed = Math.max(0, machine - seen);
    seen = machine;
    time = Math.max(machine, time + passed / 2);
    return Math.floor(time);
  };
}
