import type { Clock } from '@millrace/core';

/** Time that passes `speed` times as fast, the same in every process of this machine that is given the same. */
export interface Scale {
  /** A moment of real time, in milliseconds since 1970, and what it was then by this clock. */
  readonly at: number;
  readonly was: number;
  readonly speed: number;
}

export const scaledNow = ({ at, was, speed }: Scale): number =>
  Math.floor(was + (Date.now() - at) * speed);

export function scaledClock(scale: Scale): Clock {
  return {
    now: () => scaledNow(scale),
    after(ms, fn, { background = false } = {}) {
      const timer = setTimeout(fn, Math.ceil(Math.max(0, ms) / scale.speed));
      if (background) timer.unref();
      return { cancel: () => clearTimeout(timer) };
    },
  };
}
