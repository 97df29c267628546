/** BigCommerce: "API rate limits", the window of every plan and the quota of Standard and Plus. */
const WINDOW_MS = 30_000;
export const DEFAULT_QUOTA = 150;

export interface Allowance {
  readonly allowed: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Counts the requests of all clients of the store in windows of 30 seconds, the first of which begins with the first
 * request. Every answer tells how the window stands. Of the refusals every other one also has `X-Retry-After`, which the
 * vendor sends "sometimes".
 */
export class RateLimit {
  readonly #quota: number;
  readonly #now: () => number;
  #windowEnd = Number.NEGATIVE_INFINITY;
  #left = 0;
  #refused = 0;

  constructor(quota: number, now: () => number) {
    this.#quota = quota;
    this.#now = now;
  }

  allow(): Allowance {
    const resetMs = this.#resetMs();
    const allowed = this.#left > 0;
    if (allowed) this.#left -= 1;
    const headers = rateHeaders(this.#quota, this.#left, resetMs);
    return { allowed, headers: allowed ? headers : { ...headers, ...this.#retryAfter(resetMs) } };
  }

  /** So many requests of other apps: they share the store's quota. */
  spend(requests: number): void {
    this.#resetMs();
    this.#left = Math.max(0, this.#left - requests);
  }

  #resetMs(): number {
    const at = this.#now();
    if (at >= this.#windowEnd) {
      this.#windowEnd = at + WINDOW_MS;
      this.#left = this.#quota;
    }
    return this.#windowEnd - at;
  }

  #retryAfter(resetMs: number): Record<string, string> {
    this.#refused += 1;
    return this.#refused % 2 === 0 ? retryAfter(resetMs) : {};
  }
}

export function retryAfter(ms: number): Record<string, string> {
  return { 'X-Retry-After': String(Math.ceil(ms / 1_000)) };
}

export function rateHeaders(quota: number, left: number, resetMs: number): Record<string, string> {
  return {
    'X-Rate-Limit-Time-Window-Ms': String(WINDOW_MS),
    'X-Rate-Limit-Time-Reset-Ms': String(resetMs),
    'X-Rate-Limit-Requests-Quota': String(quota),
    'X-Rate-Limit-Requests-Left': String(left),
  };
}
