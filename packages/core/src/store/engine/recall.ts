import type { Remembered } from '../records.ts';
import { lastName, type Tables } from './database.ts';

/** What a source remembers under a prefix, behind `after`. */
export function recallAll(
  tables: Tables,
  source: string,
  prefix: string,
  limit: number,
  after?: string,
): Remembered[] {
  const end = [source, `${prefix}${lastName}`] as const;
  // One more than asked for: `after` itself may be among them, as ranges begin with their start.
  const found = tables.memory.range({ start: [source, after ?? prefix], end, limit: limit + 1 });
  return [...found]
    .map(({ key, value }) => ({ key: key[1], value }))
    .filter(({ key }) => key !== after)
    .slice(0, limit);
}
