interface Aim {
  /** Which requests: a string is the whole path, a RegExp is tested against it. Every path when absent. */
  readonly path?: string | RegExp;
  /** Which requests: the HTTP method. Every method when absent. */
  readonly method?: string;
  /**
   * The request is processed and stored first, and only its answer is replaced or lost. This is the outcome a client
   * cannot know: only an idempotency key saves it from doing the work twice.
   */
  readonly after?: true;
}

/** A request that goes wrong on purpose. */
export type RequestFault = Aim &
  (
    | {
        /** Answers with this status; without a `body`, in the vendor's error shape. */
        readonly kind: 'status';
        readonly status: number;
        readonly headers?: Readonly<Record<string, string>>;
        readonly body?: unknown;
      }
    /** Answers 429 as the vendor does. `retryAfter`: seconds or an HTTP date, 1 when absent. */
    | { readonly kind: 'throttle'; readonly retryAfter?: number | string }
    /** Cuts the connection without an answer. */
    | { readonly kind: 'reset' }
    /** Waits this long (real time) before the request is processed; with `after`, before it is answered. */
    | { readonly kind: 'slow'; readonly ms: number }
    /** Answers with a web page, as a proxy in front of an API does. `status`: 502 when absent. */
    | { readonly kind: 'html'; readonly status?: number }
  );

/** Nobody is there: every connection, open or new, is cut until `recover()`, and no request is seen or recorded. */
export interface DownFault {
  readonly kind: 'down';
}

/** A failure to inject with `fail()`. */
export type Fault = RequestFault | DownFault;

/** The faults that wait for their requests, oldest first. */
export class FaultQueue {
  #waiting: { fault: RequestFault; left: number }[] = [];

  add(fault: RequestFault, times: number): void {
    if (times > 0) this.#waiting.push({ fault, left: times });
  }

  /** The fault this request meets, which is thereby used once. */
  take(method: string, path: string): RequestFault | undefined {
    const entry = this.#waiting.find(({ fault }) => hits(fault, method, path));
    if (!entry) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#waiting = this.#waiting.filter((other) => other !== entry);
    return entry.fault;
  }

  clear(): void {
    this.#waiting = [];
  }
}

function hits(fault: RequestFault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  if (fault.path === undefined) return true;
  // `search` has no state: a RegExp with the g or y flag would remember where it stopped in `test`.
  return typeof fault.path === 'string' ? fault.path === path : path.search(fault.path) >= 0;
}
