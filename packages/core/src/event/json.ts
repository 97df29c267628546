import { MillraceError } from './error.ts';

export type JsonObject = { [key: string]: unknown };

/** Objects nested deeper than this are refused: no vendor takes them, and a cycle looks like one. */
const maxDepth = 64;
/** An event with more values than this is no event; one object that is referred to again and again counts each time. */
const maxValues = 100_000;

interface Search {
  left: number;
}

/**
 * Finds the first value in `value` that JSON would lose or refuse: a BigInt, a function, a symbol, NaN, an infinity, a
 * Map or Set, a cycle. `undefined` members are left out by JSON and by us, so they are fine; a Date becomes its ISO
 * string.
 *
 * @returns the path of the value and what is wrong with it, or `undefined` when all of it survives.
 */
export function jsonProblem(value: unknown): string | undefined {
  const found = search(value, 0, { left: maxValues });
  if (found === undefined) return undefined;
  return `${found.path.reverse().join('.') || 'value'} ${found.problem}`;
}

/** The path is put together on the way back, as nearly every search finds nothing. */
function search(
  value: unknown,
  depth: number,
  budget: Search,
): { path: string[]; problem: string } | undefined {
  budget.left -= 1;
  const problem = problemOf(value, depth, budget);
  if (problem !== undefined) return { path: [], problem };
  if (typeof value !== 'object' || value === null || value instanceof Date) return undefined;
  for (const key in value) {
    const found = search((value as JsonObject)[key], depth + 1, budget);
    if (found !== undefined) {
      found.path.push(key);
      return found;
    }
  }
  return undefined;
}

function problemOf(value: unknown, depth: number, budget: Search): string | undefined {
  if (budget.left < 0) return `is past the ${maxValues} values that an event may have`;
  if (typeof value === 'number')
    return Number.isFinite(value) ? undefined : `is ${value}, which JSON cannot hold`;
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') {
    return `is a ${typeof value}, which JSON cannot hold`;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > maxDepth) return `is nested deeper than ${maxDepth} levels, or refers to itself`;
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? 'is an invalid Date' : undefined;
  if (value instanceof Map || value instanceof Set)
    return 'is a Map or a Set, which JSON cannot hold';
  return undefined;
}

/** Freezes `value` and all that it holds, so that a plugin that writes to its input fails at once. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const key in value) deepFreeze(value[key]);
  return Object.freeze(value);
}

/** Thrown when stored bytes do not parse: the file was written by something else, or is damaged. */
export class CorruptRecord extends MillraceError {
  constructor(what: string, cause: unknown) {
    super(
      'CORRUPT_RECORD',
      `${what} cannot be read back: its bytes are not what was written. Restore the directory from a backup, or move it aside to start empty.`,
      { cause },
    );
  }
}
