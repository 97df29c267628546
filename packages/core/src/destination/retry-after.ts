/** The bounds within which a server's Retry-After is believed, in milliseconds. */
const shortest = 1_000;
const longest = 24 * 60 * 60 * 1_000;

/**
 * Reads a Retry-After header: seconds, or an HTTP date (RFC 9110, section 10.2.3).
 *
 * @returns the instant in milliseconds since 1970, between one second and one day from `now`; `undefined` if the header
 * is absent or says neither.
 */
export function retryAfter(header: string | null | undefined, now: number): number | undefined {
  if (header === null || header === undefined || header.trim() === '') return undefined;
  const seconds = Number(header);
  const at = Number.isFinite(seconds) ? now + seconds * 1_000 : Date.parse(header);
  if (Number.isNaN(at)) return undefined;
  return Math.min(Math.max(at, now + shortest), now + longest);
}
