import type { Clock } from '../observe/clock.ts';
import { RoundTrips } from './round-trips.ts';

const shrink = 0.9;
/** Slower than usual by this many deviations is slower. */
const deviations = 2.5;
/** What our own event loop adds to a round trip now and then, and no vendor is to blame for. Milliseconds. */
const noiseMs = 20;

/**
 * How many calls of a lane are under way at once: as many as the destination takes without becoming slower, between one
 * and `most`.
 *
 * It is looked at once in a round trip. When all went well and there were as many calls as there might be, there may be
 * one more; when the destination failed, or its round trips became longer than they use to be, a tenth fewer. These are
 * the rules and the numbers of Vector's adaptive request concurrency.
 */
export class Concurrency {
  readonly #most: number;
  readonly #clock: Clock;
  readonly #usual = new RoundTrips();
  readonly #waiting: (() => void)[] = [];
  #limit = 1;
  #underWay = 0;
  /** Of the round trip that is now looked at. */
  #startedAt = 0;
  #sumMs = 0;
  #answers = 0;
  #wasFull = false;
  #failed = false;

  constructor(most: number, clock: Clock) {
    this.#most = Math.max(1, most);
    this.#clock = clock;
  }

  /** How many calls may be under way now. */
  get limit(): number {
    return this.#limit;
  }

  /** Resolves when the caller may make its call, in the order of asking. It must {@link leave}, whatever happens. */
  async enter(): Promise<void> {
    if (this.#underWay < this.#limit) this.#admit();
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    this.#underWay -= 1;
    this.#admitWaiting();
  }

  /** A call was answered after `ms` milliseconds; `well` unless it was the destination that failed. It leaves next. */
  answered(ms: number, well: boolean): void {
    if (well) {
      this.#sumMs += Math.max(0, ms);
      this.#answers += 1;
    } else {
      this.#failed = true;
    }
    const ago = this.#clock.now() - this.#startedAt;
    // Negative when the clock was set back.
    if (ago < 0 || ago >= (this.#usual.mean ?? 0)) this.#adapt();
  }

  #adapt(): void {
    const now = this.#answers === 0 ? undefined : this.#sumMs / this.#answers;
    if (this.#failed || this.#isSlower(now)) {
      this.#limit = Math.max(1, Math.floor(this.#limit * shrink));
    } else if (this.#wasFull && this.#limit < this.#most) {
      this.#limit += 1;
    }
    if (now !== undefined) this.#usual.add(now);
    this.#startedAt = this.#clock.now();
    this.#sumMs = 0;
    this.#answers = 0;
    this.#failed = false;
    this.#wasFull = false;
  }

  #isSlower(ms: number | undefined): boolean {
    const { mean, deviation } = this.#usual;
    if (ms === undefined || mean === undefined) return false;
    return ms > mean + Math.max(noiseMs, deviations * deviation);
  }

  #admit(): void {
    this.#underWay += 1;
    if (this.#underWay >= this.#limit) this.#wasFull = true;
  }

  #admitWaiting(): void {
    while (this.#underWay < this.#limit && this.#waiting.length > 0) {
      this.#admit();
      this.#waiting.shift()?.();
    }
  }
}
