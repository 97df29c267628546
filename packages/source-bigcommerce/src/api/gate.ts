import type { Clock } from '@millrace/core';
import { backoff, type BackoffLimits } from './backoff.ts';

/** Passed by every request: when the store is down or throttles, all of them wait here, not each on its own. */
export class Gate {
  readonly #clock: Clock;
  readonly #random: () => number;
  #until = 0;
  #failures = 0;
  #failedAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  /** When it opens: milliseconds since 1970. */
  get until(): number {
    return this.#until;
  }

  pause(ms: number): void {
    this.#until = Math.max(this.#until, this.#clock.now() + ms);
  }

  /**
   * The store failed a request: a pause, longer with each failure in a row. Requests that were under way together
   * tell of one failure.
   *
   * @param sentAt when the request left.
   */
  failed(sentAt: number, limits: BackoffLimits): void {
    if (sentAt <= this.#failedAt) return;
    this.#failedAt = this.#clock.now();
    this.#failures += 1;
    this.pause(backoff(this.#failures, limits, this.#random));
  }

  succeeded(): void {
    this.#failures = 0;
  }

  /** @throws the signal's reason, once it is aborted. */
  async pass(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const wait = this.#until - this.#clock.now();
      if (wait <= 0) return;
      await this.#sleep(wait, signal);
    }
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        timer.cancel();
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = this.#clock.after(ms, wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}
