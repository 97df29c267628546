import type { Timer } from '../webhooks/timer.ts';

/** Whose time a simulation goes by. Give the sandbox the same: `now: driver.now, timer: driver.timer`. */
export interface Driver {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly timer: Timer;
}

/** A driver that stands still until it is moved. */
export interface SteppedDriver extends Driver {
  /** When the next timer is due: milliseconds since 1970, `undefined` when none waits. */
  readonly next: number | undefined;
  /** Lets time pass up to then. Timers run in the order of their times, each at its own; what they set runs too. */
  runTo(at: number): void;
}

interface Waiting {
  readonly at: number;
  readonly fn: () => void;
  cancelled: boolean;
}

/**
 * The real clock, `speed` times as fast: with 720 a day takes two minutes.
 *
 * @param start the time it begins with, in milliseconds since 1970; now when absent.
 */
export function pacedDriver(speed: number, start = Date.now()): Driver {
  const began = Date.now();
  return {
    now: () => start + (Date.now() - began) * speed,
    timer(fn, ms) {
      const timeout = setTimeout(fn, Math.max(0, ms) / speed);
      return { cancel: () => clearTimeout(timeout) };
    },
  };
}

/** @param start the time it begins with, in milliseconds since 1970. */
export function steppedDriver(start: number): SteppedDriver {
  let now = start;
  // By time; those of one time in the order in which they were set.
  const waiting: Waiting[] = [];

  const forgetCancelled = (): void => {
    while (waiting[0]?.cancelled) waiting.shift();
  };

  return {
    now: () => now,
    timer(fn, ms) {
      const entry: Waiting = { at: now + Math.max(0, ms), fn, cancelled: false };
      waiting.splice(placeOf(waiting, entry.at), 0, entry);
      return { cancel: () => void (entry.cancelled = true) };
    },
    get next() {
      forgetCancelled();
      return waiting[0]?.at;
    },
    runTo(at) {
      for (;;) {
        forgetCancelled();
        const first = waiting[0];
        if (first === undefined || first.at > at) break;
        waiting.shift();
        now = Math.max(now, first.at);
        first.fn();
      }
      now = Math.max(now, at);
    },
  };
}

/** Behind all that are due at this time or before. */
function placeOf(waiting: readonly Waiting[], at: number): number {
  let low = 0;
  let high = waiting.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((waiting[middle]?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
