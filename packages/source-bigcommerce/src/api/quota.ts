/** The part of the quota that is left to the other apps of the store. */
const spare = 0.2;

/** No header makes a wait shorter than this, so that what is refused is not asked again at once; in milliseconds. */
const shortestMs = 250;

/** Nor longer than this: a header that is wrong must not stop everything for good. */
const longestMs = 600_000;

/** A wait that a header asks for, within reason: 250 ms to 10 minutes. */
export const bounded = (ms: number): number => Math.min(longestMs, Math.max(shortestMs, ms));

/** A header that is a whole number. */
export const numberIn = (headers: Headers, name: string): number | undefined => {
  const value = headers.get(name);
  return value !== null && /^\d+$/.test(value) ? Number(value) : undefined;
};

/**
 * How long to wait before the next request, in milliseconds, by the headers of an answer: until the window of the quota
 * ends when less than a fifth of it is left, else not at all. Stores without a quota send no such headers.
 *
 * BigCommerce: "API rate limits".
 */
export function quotaWait(headers: Headers): number {
  const quota = numberIn(headers, 'x-rate-limit-requests-quota');
  const left = numberIn(headers, 'x-rate-limit-requests-left');
  const reset = numberIn(headers, 'x-rate-limit-time-reset-ms');
  if (quota === undefined || left === undefined || reset === undefined) return 0;
  return left < quota * spare ? bounded(reset) : 0;
}

/**
 * How long a 429 asks to wait, in milliseconds. `undefined` when it does not say: then it is not about the quota, but
 * the platform is overloaded.
 */
export function throttledFor(headers: Headers): number | undefined {
  const reset = numberIn(headers, 'x-rate-limit-time-reset-ms');
  if (reset !== undefined) return bounded(reset);
  const seconds = numberIn(headers, 'x-retry-after') ?? numberIn(headers, 'retry-after');
  return seconds === undefined ? undefined : bounded(seconds * 1_000);
}
