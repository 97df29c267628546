import * as z from 'zod';
import { parseAnswer } from './read.ts';

const Row = z.looseObject({ id: z.int().positive() });

/** A row of a list, of which no more is known than its id. */
export type Row = z.output<typeof Row>;

/** The rows of a list. */
export interface Rows {
  /** Each is to be judged by itself: one that is not understood must not take the others with it. */
  readonly rows: readonly Row[];
  /** How many there are, with those that have no id. */
  readonly count: number;
}

/** @throws {UnexpectedAnswer} when it is no list. */
export function rowsOf(body: unknown, path: string): Rows {
  const all = parseAnswer(z.array(z.unknown()), body ?? [], path);
  return { rows: all.flatMap((row) => Row.safeParse(row).data ?? []), count: all.length };
}
