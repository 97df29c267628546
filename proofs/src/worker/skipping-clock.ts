import type { Clock } from '@millrace/core';

interface Timer {
  at: number;
  readonly fn: () => void;
  handle: NodeJS.Timeout | undefined;
}

/** The real clock, which can be made to skip an hour, or be set wrong. */
export class SkippingClock implements Clock {
  /** What has been skipped: for times and timers alike. */
  #skipped = 0;
  /** How wrong the clock on the wall is. Timers go by another one. */
  #wrong = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#elapsed() + this.#wrong;
  }

  after(ms: number, fn: () => void): { cancel(): void } {
    const timer: Timer = { at: this.#elapsed() + Math.max(0, ms), fn, handle: undefined };
    this.#timers.add(timer);
    this.#wind(timer);
    return {
      cancel: () => {
        clearTimeout(timer.handle);
        this.#timers.delete(timer);
      },
    };
  }

  skip(ms: number): void {
    this.#skipped += ms;
    for (const timer of this.#timers) {
      clearTimeout(timer.handle);
      this.#wind(timer);
    }
  }

  set(wrongBy: number): void {
    this.#wrong = wrongBy;
  }

  #elapsed(): number {
    return Date.now() + this.#skipped;
  }

  #wind(timer: Timer): void {
    const wait = Math.min(Math.max(0, timer.at - this.#elapsed()), 2 ** 31 - 1);
    timer.handle = setTimeout(() => {
      this.#timers.delete(timer);
      timer.fn();
    }, wait);
  }
}
