import { firstValueFrom, fromEvent, merge } from 'rxjs';
import type { Quota } from '../destination/destination.ts';
import type { RateLimit } from '../destination/operation.ts';
import type { Clock } from '../observe/clock.ts';
import { after } from '../observe/wait.ts';

/** The rest is for others who share the account, and for a process that was here before us. */
const share = 0.9;
/** The end of a window is believed up to here. Milliseconds. */
const longestWindow = 24 * 60 * 60 * 1_000;

/** Sums of many small parts are not exact: so little less than one is one. */
const dust = 1e-9;

/** No more than `rate` calls a millisecond until `until`: the vendor said so. */
interface Brake {
  readonly rate: number;
  readonly until: number;
}

/**
 * Keeps the calls of a lane within the vendor's limits, evenly: a few at once after a pause, then one after the other at
 * nine tenths of the slowest limit. So a long burst is never followed by a long silence, and no window of the vendor's
 * is overrun, wherever it begins. What the vendor itself says remains of a window can only make it slower.
 */
export class Pace {
  /** Calls a millisecond. */
  readonly #rate: number;
  /** How many calls may go out at once after a pause: with these, every limit still holds. */
  readonly #most: number;
  readonly #clock: Clock;
  #brakes: readonly Brake[] = [];
  #saved: number;
  #at: number;
  /** Calls that went out and are not answered: what the vendor says may not know of them. */
  #underWay = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(limits: readonly RateLimit[], clock: Clock) {
    this.#rate = share * Math.min(...limits.map(({ calls, perMs }) => calls / perMs));
    const rest = limits.map(({ calls, perMs }) => Math.floor(calls - this.#rate * perMs + dust));
    this.#most = Math.max(1, Math.min(...rest));
    this.#clock = clock;
    this.#saved = this.#most;
    this.#at = clock.now();
  }

  /**
   * Resolves when the next call may go out, in the order of asking: true, and the caller tells when it is answered. Or
   * when `signal` is aborted: false.
   */
  next(signal: AbortSignal): Promise<boolean> {
    const turn = this.#turn.then(() => this.#wait(signal));
    this.#turn = turn;
    return turn;
  }

  answered(): void {
    this.#underWay -= 1;
  }

  /** What the vendor says of its windows. It takes the place of what it said before. */
  correct(windows: readonly Quota[]): void {
    this.#save();
    const now = this.#at;
    const brakes: Brake[] = [];
    for (const { remaining, resetAt } of windows) {
      const left = Math.min(resetAt - now, longestWindow);
      if (!(remaining >= 0 && left > 0)) continue;
      const calls = Math.max(0, remaining - Math.max(0, this.#underWay - 1));
      const rate = Math.min(this.#rate, (share * calls) / left);
      brakes.push({ rate, until: now + left });
      // With what was saved, too, no more calls may go out than remain.
      this.#saved = Math.min(this.#saved, calls - rate * left);
    }
    this.#brakes = brakes;
  }

  async #wait(signal: AbortSignal): Promise<boolean> {
    for (this.#save(); this.#saved < 1 - dust; this.#save()) {
      if (signal.aborted) return false;
      const { rate, until } = this.#current(this.#at);
      const ms = Math.max(1, Math.ceil(Math.min((1 - this.#saved) / rate, until - this.#at)));
      await firstValueFrom(merge(after(this.#clock, ms), fromEvent(signal, 'abort')));
    }
    if (signal.aborted) return false;
    this.#saved -= 1;
    this.#underWay += 1;
    return true;
  }

  /** The pace at an instant, and until when it is that. */
  #current(at: number): Brake {
    const brakes = this.#brakes.filter(({ until }) => until > at);
    return {
      rate: Math.min(this.#rate, ...brakes.map(({ rate }) => rate)),
      until: Math.min(...brakes.map(({ until }) => until)),
    };
  }

  #save(): void {
    const now = this.#clock.now();
    // A clock that was set back would have us wait for the ends of windows that are long over.
    if (now < this.#at) this.#brakes = [];
    while (this.#at < now) {
      const { rate, until } = this.#current(this.#at);
      const end = Math.min(now, until);
      this.#saved = Math.min(this.#most, this.#saved + (end - this.#at) * rate);
      this.#at = end;
    }
    this.#at = now;
  }
}
