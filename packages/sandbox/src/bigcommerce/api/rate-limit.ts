/** BigCommerce: "API rate limits", the window of every plan and the quota of Standard and Plus. */
const WINDOW_MS = 30_000;
export const DEFAULT_QUOTA = 150;

export interface Allowance {
  readonly allowed: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** Counts the requests of all clients of the store in windows of 30 seconds. */
export function rateLimit(quota: number, now: () => number): () => Allowance {
  let windowEnd = Number.NEGATIVE_INFINITY;
  let left = 0;
  return () => {
    const at = now();
    if (at >= windowEnd) {
      windowEnd = at + WINDOW_MS;
      left = quota;
    }
    const allowed = left > 0;
    if (allowed) left -= 1;
    return { allowed, headers: rateHeaders(quota, left, windowEnd - at) };
  };
}

export function rateHeaders(quota: number, left: number, resetMs: number): Record<string, string> {
  return {
    'X-Rate-Limit-Time-Window-Ms': String(WINDOW_MS),
    'X-Rate-Limit-Time-Reset-Ms': String(resetMs),
    'X-Rate-Limit-Requests-Quota': String(quota),
    'X-Rate-Limit-Requests-Left': String(left),
  };
}
