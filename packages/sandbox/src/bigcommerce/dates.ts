/** A date as the V2 APIs write it: RFC 2822, always UTC, whole seconds. */
export function rfc2822(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000');
}

/** A date as the V3 APIs write it: RFC 3339 with an offset, whole seconds. */
export function rfc3339(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
}

/** The APIs know whole seconds only: what happened within one second has one date. */
export function wholeSecond(ms: number): number {
  return unixSeconds(ms) * 1000;
}

export function unixSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}
