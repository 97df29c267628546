import type { Clock, TimerOptions } from '@millrace/core';

interface Timer {
  readonly at: number;
  readonly fn: () => void;
  readonly background: boolean;
}

/** A clock that another process moves: it stands still until it is told how late it is. */
export class DrivenClock implements Clock {
  #now: number;
  // In the order in which they were set, which decides between timers of one time.
  readonly #timers = new Set<Timer>();

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, fn: () => void, { background = false }: TimerOptions = {}): { cancel(): void } {
    const timer: Timer = { at: this.#now + Math.max(0, ms), fn, background };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }

  /** When somebody waits for the time to pass. What beats in the background waits for nothing. */
  get next(): number | undefined {
    let next: number | undefined;
    for (const { at, background } of this.#timers) {
      if (!background && (next === undefined || at < next)) next = at;
    }
    return next;
  }

  /**
   * It is so late now. Timers that are due run in the order of their times, each at its own. What beats in the background
   * beats once: a month has five million half seconds.
   */
  moveTo(at: number): void {
    const beaten = new Set<Timer>();
    for (;;) {
      const due = this.#firstUntil(at, beaten);
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      if (due.background) this.#beat(due, at, beaten);
      else due.fn();
    }
    this.#now = Math.max(this.#now, at);
  }

  /** Whatever it sets in the background waits for the next move. */
  #beat(due: Timer, at: number, beaten: Set<Timer>): void {
    const before = new Set(this.#timers);
    due.fn();
    for (const timer of this.#timers) {
      if (timer.background && timer.at <= at && !before.has(timer)) beaten.add(timer);
    }
  }

  #firstUntil(at: number, beaten: ReadonlySet<Timer>): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at > at || beaten.has(timer)) continue;
      if (first === undefined || timer.at < first.at) first = timer;
    }
    return first;
  }
}
