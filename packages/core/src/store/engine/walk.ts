import { setImmediate } from 'node:timers/promises';
import type { Key, Table } from './database.ts';

/** So many rows are read without letting others run. */
const atOnce = 500;

/** Reads a table of a snapshot from one end to the other, and lets others run now and then. */
export async function walk<K extends Key, V>(
  table: Table<K, V>,
  start: K,
  end: K,
  row: (key: K, value: V) => void,
): Promise<void> {
  let from = start;
  for (let count = atOnce; count === atOnce; await setImmediate()) {
    count = 0;
    for (const { key, value } of table.range({ start: from, end, limit: atOnce })) {
      row(key, value);
      from = after(key);
      count += 1;
    }
  }
}

/** The first key that may come after this one. */
function after<K extends Key>(key: K): K {
  if (typeof key === 'number') return (key + 1) as K;
  if (typeof key === 'string') return `${key}\0` as K;
  const parts = key as readonly (string | number)[];
  return [...parts.slice(0, -1), after(parts.at(-1) as string | number)] as unknown as K;
}
