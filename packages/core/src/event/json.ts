import { MillraceError } from './error.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: unknown };

/** Objects nested deeper than this are refused: no vendor takes them, and a cycle looks like one. */
const maxDepth = 64;

/**
 * Finds the first value in `value` that JSON would lose or refuse: a BigInt, a function, a symbol, NaN, an infinity, a
 * cycle. `undefined` members are left out by JSON and by us, so they are fine; a Date becomes its ISO string.
 *
 * @returns the path of the value and what is wrong with it, or `undefined` when all of it survives.
 */
export function jsonProblem(value: unknown, path = '', depth = 0): string | undefined {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value)
        ? undefined
        : `${path || 'value'} is ${value}, which JSON cannot hold`;
    case 'bigint':
    case 'function':
    case 'symbol':
      return `${path || 'value'} is a ${typeof value}, which JSON cannot hold`;
    case 'object':
      if (value === null) return undefined;
      if (depth > maxDepth)
        return `${path} is nested deeper than ${maxDepth} levels, or refers to itself`;
      if (value instanceof Date) {
        return Number.isNaN(value.getTime()) ? `${path || 'value'} is an invalid Date` : undefined;
      }
      for (const [key, member] of Object.entries(value)) {
        const problem = jsonProblem(member, path ? `${path}.${key}` : key, depth + 1);
        if (problem) return problem;
      }
      return undefined;
    default:
      return undefined;
  }
}

/** Freezes `value` and all that it holds, so that a plugin that writes to its input fails at once. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) deepFreeze(member);
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
