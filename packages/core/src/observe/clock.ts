/** Where time and randomness come from. A parameter everywhere, so that a test sets them instead of waiting. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
  /** Calls `fn` once after `ms` milliseconds, unless cancelled. */
  after(ms: number, fn: () => void, options?: TimerOptions): { cancel(): void };
}

export interface TimerOptions {
  /** Does not keep the process alive. Default false. */
  readonly background?: boolean;
}

/** Timers longer than this overflow in Node and would fire at once. */
const longestTimer = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, fn, { background = false } = {}) {
    const timer = setTimeout(fn, Math.min(Math.max(0, ms), longestTimer));
    if (background) timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};
