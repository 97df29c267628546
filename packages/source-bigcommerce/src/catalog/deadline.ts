import type { Clock } from '@millrace/core';

/** How long somebody is willing to wait, over one or several waits. */
export class Deadline {
  readonly #over: Promise<false>;
  readonly #end: () => void;
  readonly #signal: AbortSignal;
  #isOver = false;

  /** @param signal ends the waiting too, at once. */
  constructor(clock: Clock, ms: number, signal: AbortSignal) {
    this.#signal = signal;
    let end = (): void => undefined;
    this.#over = new Promise((resolve) => {
      const giveUp = (): void => {
        this.#isOver = true;
        end();
        resolve(false);
      };
      const timer = clock.after(ms, giveUp);
      end = () => {
        timer.cancel();
        signal.removeEventListener('abort', giveUp);
      };
      if (signal.aborted) giveUp();
      else signal.addEventListener('abort', giveUp, { once: true });
    });
    this.#end = end;
  }

  /** Whether it ended before its time. */
  get wasCut(): boolean {
    return this.#signal.aborted;
  }

  /** Whether `work` was done in time. It must not reject. */
  async meets(work: Promise<unknown>): Promise<boolean> {
    if (this.#isOver) return false;
    return Promise.race([work.then(() => true), this.#over]);
  }

  /** Nobody waits any more: leaves no timer behind. */
  end(): void {
    this.#end();
  }
}
