import type { Quota } from '@millrace/core';

/** What an answer says of Klaviyo's limits, as it is written in its headers. */
export interface QuotaHeaders {
  /** `RateLimit-Remaining` */
  readonly remaining: string | null;
  /** `RateLimit-Reset` */
  readonly reset: string | null;
}

/**
 * Reads what an answer says of the windows of Klaviyo's limits: how many calls remain, and for how many seconds. Klaviyo
 * tells of its steady window; where a header lists several, they belong together in their order. `RateLimit-Limit` lists
 * all windows and says nothing that is not known.
 *
 * Klaviyo: Rate limits, status codes, and errors; "Rate limit headers".
 *
 * @param now milliseconds since 1970.
 * @returns nothing when the headers are absent, as they are when it throttles, or are not understood.
 */
export function quotaOf({ remaining, reset }: QuotaHeaders, now: number): readonly Quota[] {
  const calls = numbersIn(remaining);
  const seconds = numbersIn(reset);
  const windows = calls.length === seconds.length ? calls.length : 1;
  return calls.slice(0, windows).flatMap((remaining, index) => {
    const endsIn = seconds[index] ?? Number.NaN;
    return remaining >= 0 && endsIn >= 0 ? [{ remaining, resetAt: now + endsIn * 1_000 }] : [];
  });
}

/** `149`, `149;w=60` and `9, 149`. */
function numbersIn(header: string | null): number[] {
  if (header === null) return [];
  return header.split(',').map((item) => {
    const [, digits] = /^\s*(\d+)\s*(?:;.*)?$/.exec(item) ?? [];
    return digits === undefined ? Number.NaN : Number(digits);
  });
}
