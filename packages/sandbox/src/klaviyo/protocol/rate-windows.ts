/** How many requests an endpoint takes: in any one second, minute and (seldom) day. */
export interface RateLimit {
  readonly burst: number;
  readonly steady: number;
  readonly daily?: number;
}

/** Klaviyo's tiers (API overview: "Rate limits"). They hold for a whole account, each endpoint for itself. */
export const TIERS = {
  XS: { burst: 1, steady: 15 },
  S: { burst: 3, steady: 60 },
  M: { burst: 10, steady: 150 },
  L: { burst: 75, steady: 750 },
  XL: { burst: 350, steady: 3500 },
} as const satisfies Record<string, RateLimit>;

export type Verdict =
  | { readonly allowed: true; readonly headers: Record<string, string> }
  | { readonly allowed: false; readonly retryAfterSeconds: number };

/** The fixed windows of one endpoint. A window opens with the first request after the one before has ended. */
export class RateWindows {
  readonly #steady: Window;
  readonly #all: readonly Window[];

  constructor({ burst, steady, daily }: RateLimit) {
    this.#steady = new Window(steady, 60_000);
    this.#all = [
      new Window(burst, 1000),
      this.#steady,
      ...(daily === undefined ? [] : [new Window(daily, 86_400_000)]),
    ];
  }

  /** Counts one request, unless it is one too many. A throttled request is not counted. */
  take(at: number): Verdict {
    for (const window of this.#all) window.moveTo(at);
    const full = this.#all.filter((window) => window.left === 0);
    if (full.length > 0) {
      const wait = Math.max(...full.map((window) => window.endsAt - at));
      return { allowed: false, retryAfterSeconds: Math.ceil(wait / 1000) };
    }
    for (const window of this.#all) window.left -= 1;
    return { allowed: true, headers: this.#headers(at) };
  }

  /** Klaviyo tells of the steady window only, and only while it does not throttle. */
  #headers(at: number): Record<string, string> {
    return {
      'RateLimit-Limit': String(this.#steady.limit),
      'RateLimit-Remaining': String(this.#steady.left),
      'RateLimit-Reset': String(Math.ceil((this.#steady.endsAt - at) / 1000)),
    };
  }
}

class Window {
  readonly limit: number;
  readonly #lengthMs: number;
  left = 0;
  endsAt = -Infinity;

  constructor(limit: number, lengthMs: number) {
    this.limit = limit;
    this.#lengthMs = lengthMs;
  }

  moveTo(at: number): void {
    if (at < this.endsAt) return;
    this.endsAt = at + this.#lengthMs;
    this.left = this.limit;
  }
}
