/**
 * Whether a date of BigCommerce's is of before the source first started. Its dates are whole seconds: what happened within
 * the second of the start counts as since then.
 *
 * @param date ISO 8601, UTC, as is `historyBefore`.
 */
export function isPast(date: string, historyBefore: string): boolean {
  return date.slice(0, wholeSeconds) < historyBefore.slice(0, wholeSeconds);
}

const wholeSeconds = '2026-07-15T12:00:00'.length;
