import type { Clock } from '@millrace/core';

/** A clock that a test moves. */
export class ManualClock implements Clock {
  #now: number;
  #timers: { at: number; fn: () => void }[] = [];
  /** Resolves when nothing goes on that is not waiting for time: awaited before and after each timer. */
  readonly #idle: () => Promise<void>;

  constructor(start = Date.parse('2026-03-01T12:00:00Z'), idle: () => Promise<void> = turns) {
    this.#now = start;
    this.#idle = idle;
  }

  readonly now = (): number => this.#now;

  after(ms: number, fn: () => void): { cancel(): void } {
    const timer = { at: this.#now + Math.max(0, ms), fn };
    this.#timers.push(timer);
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
      },
    };
  }

  /** How many timers are set. */
  get timers(): number {
    return this.#timers.length;
  }

  /** Lets time pass, from timer to timer, with all that each of them sets off. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await this.#idle();
      const due = this.#timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((other) => other !== due);
      this.#now = Math.max(this.#now, due.at);
      due.fn();
    }
    this.#now = end;
  }
}

/** Enough turns of the event loop for whatever is not waiting for the network or for time. */
export async function turns(count = 5): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}
