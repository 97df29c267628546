import type { Tables } from './database.ts';

const everything = Number.POSITIVE_INFINITY;

/** When the first exception of a destination becomes due of those that are due later than `after`. */
export function firstDue(tables: Tables, destination: string, after: number): number | undefined {
  const start = [destination, after, everything] as const;
  const end = [destination, everything, 0] as const;
  for (const { key } of tables.due.range({ start, end, limit: 1 })) return key[1];
  return undefined;
}
