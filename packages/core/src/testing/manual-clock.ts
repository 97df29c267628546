import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../observe/clock.ts';

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** How many timers wait: 0 when nothing was left behind. */
  readonly pending: number;
  /**
   * Lets `ms` milliseconds pass. Timers run in the order of their times, each at its own time, and what a timer sets off
   * has run before the next one; timers that are set meanwhile run too, if they fall due.
   *
   * What repeats in the background every few seconds does so a thousand times; over longer times it runs once more, at
   * the end.
   */
  advance(ms: number): Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly fn: () => void;
  /** Whether it is a background timer of a few seconds: they tend to be set again each time that they run. */
  readonly isBeat: boolean;
}

/** A background timer of at most so many milliseconds is a beat. */
const longestBeat = 5_000;
const mostBeats = 1_000;

/** @param start milliseconds since 1970; by default an afternoon in July 2026. */
export function manualClock(start = Date.UTC(2026, 6, 15, 12)): ManualClock {
  let now = start;
  // In the order in which they were set, which decides between timers of one time.
  const timers = new Set<Timer>();

  const nextUntil = (end: number, beats: number): Timer | undefined => {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (timer.isBeat && beats >= mostBeats) continue;
      if (timer.at <= end && (next === undefined || timer.at < next.at)) next = timer;
    }
    return next;
  };

  return {
    now: () => now,
    after(ms, fn, { background = false } = {}) {
      const isBeat = background && ms <= longestBeat;
      const timer = { at: now + Math.max(0, ms), fn, isBeat };
      timers.add(timer);
      return { cancel: () => void timers.delete(timer) };
    },
    get pending() {
      return timers.size;
    },
    async advance(ms) {
      const end = now + ms;
      await setImmediate();
      let beats = 0;
      const run = async (timer: Timer): Promise<void> => {
        timers.delete(timer);
        now = Math.max(now, timer.at);
        timer.fn();
        await setImmediate();
      };
      for (;;) {
        const timer = nextUntil(end, beats);
        if (timer === undefined) break;
        if (timer.isBeat) beats += 1;
        await run(timer);
      }
      now = Math.max(now, end);
      for (const late of timers) if (late.at <= end && timers.has(late)) await run(late);
    },
  };
}
