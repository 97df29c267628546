import type { Clock } from '../observe/clock.ts';

// Counted in thousandths of a retry, so that sums are exact.
const whole = 1_000;
/** What a success earns: retries are at most a fifth of the successes. */
const perSuccess = whole / 5;
/** What a millisecond earns: a destination without successes is tried all the same, once a second. */
const perMs = whole / 1_000;
const atStart = 10 * whole;
const most = 100 * whole;

/**
 * How many events of a destination may be tried again, so that its recovery is not met by a storm of everything that has
 * failed before: a fifth of the successes, and one a second.
 *
 * AWS Builders' Library, "Timeouts, retries, and backoff with jitter".
 */
export class RetryBudget {
  readonly #clock: Clock;
  #earned = atStart;
  #at: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#at = clock.now();
  }

  /** Takes all that there is, in whole retries. Whoever takes it gives back what was not used. */
  take(): number {
    this.#earnTime();
    const retries = Math.floor(this.#earned / whole);
    this.#earned -= retries * whole;
    return retries;
  }

  giveBack(retries: number): void {
    this.#earn(retries * whole);
  }

  /** Events were delivered. */
  succeeded(events: number): void {
    this.#earn(events * perSuccess);
  }

  /** How long until one more may be tried again, if nothing succeeds meanwhile. Milliseconds. */
  get msUntilNext(): number {
    this.#earnTime();
    return Math.max(0, Math.ceil((whole - this.#earned) / perMs));
  }

  #earnTime(): void {
    const now = this.#clock.now();
    this.#earn(Math.max(0, now - this.#at) * perMs);
    this.#at = now;
  }

  #earn(parts: number): void {
    this.#earned = Math.min(most, this.#earned + parts);
  }
}
