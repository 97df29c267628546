import { MillraceError } from '../event/error.ts';

/**
 * The kind of an error, for the attribute `error.type`: its code if it is one of ours, else the name of its class, else
 * `_OTHER`, as the conventions have it ("Recording errors"). Nothing of its message, which anybody may have written.
 */
export function errorType(error: unknown): string {
  if (MillraceError.isInstance(error)) return error.code;
  return error instanceof Error ? error.constructor.name : '_OTHER';
}
