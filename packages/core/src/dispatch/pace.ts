import { firstValueFrom, fromEvent, merge } from 'rxjs';
import type { RateLimit } from '../destination/operation.ts';
import type { Clock } from '../observe/clock.ts';
import { after } from '../observe/wait.ts';

/** The rest is for others who share the account, and for a process that was here before us. */
const share = 0.9;

/**
 * Keeps the calls of a lane within the vendor's limits, evenly: a few at once after a pause, then one after the other at
 * nine tenths of the slowest limit. So a long burst is never followed by a long silence, and no window of the vendor's
 * is overrun, wherever it begins.
 */
export class Pace {
  /** Calls a millisecond. */
  readonly #rate: number;
  /** How many calls may go out at once after a pause: with these, every limit still holds. */
  readonly #most: number;
  readonly #clock: Clock;
  #saved: number;
  #at: number;
  #turn: Promise<void> = Promise.resolve();

  constructor(limits: readonly RateLimit[], clock: Clock) {
    this.#rate = share * Math.min(...limits.map(({ calls, perMs }) => calls / perMs));
    const rest = limits.map(({ calls, perMs }) => Math.floor(calls - this.#rate * perMs));
    this.#most = Math.max(1, Math.min(...rest));
    this.#clock = clock;
    this.#saved = this.#most;
    this.#at = clock.now();
  }

  /** Resolves when the next call may go out, in the order of asking, or when `signal` is aborted. */
  next(signal: AbortSignal): Promise<void> {
    this.#turn = this.#turn.then(() => this.#wait(signal));
    return this.#turn;
  }

  async #wait(signal: AbortSignal): Promise<void> {
    if (this.#rate === Number.POSITIVE_INFINITY) return;
    for (this.#save(); this.#saved < 1 && !signal.aborted; this.#save()) {
      const ms = Math.ceil((1 - this.#saved) / this.#rate);
      await firstValueFrom(merge(after(this.#clock, ms), fromEvent(signal, 'abort')));
    }
    this.#saved -= 1;
  }

  #save(): void {
    const now = this.#clock.now();
    this.#saved = Math.min(this.#most, this.#saved + Math.max(0, now - this.#at) * this.#rate);
    this.#at = now;
  }
}
