import type { Clock } from '@millrace/core';
import { Lock } from '../lock.ts';
import { bounded, numberIn } from './quota.ts';
import { sleep } from './sleep.ts';

/** The part of the quota that background calls use when they do not say. */
const usualShare = 0.5;

/**
 * Background calls wait for the next window when less of the quota than this is left, whoever used it: live ones go on.
 * Who asks for a larger share is given less of a reserve.
 */
const reserve = 0.4;

/** BigCommerce: "API rate limits", the window of every plan, for answers that do not name it. */
const usualWindowMs = 30_000;

/** A call that the vendor may have counted at any time until it was answered. */
interface Counted {
  /** When it was answered: milliseconds since 1970. */
  until: number;
}

/**
 * Lets background calls through at the pace of their part of the store's quota, in the order in which they come: in no
 * stretch of time as long as a window do more of them reach the store than their part, wherever its own windows begin.
 *
 * A store that tells no quota has none, and they go at once.
 */
export class Pace {
  readonly #clock: Clock;
  readonly #line = new Lock<'background'>();
  #windowMs = 0;
  /** How many requests the store takes in a window. */
  #quota = Number.POSITIVE_INFINITY;
  /** Those that a window from now on may still have, in the order in which they were sent. */
  readonly #counted: Counted[] = [];
  /** The part of the quota that is left, and until when. */
  #left = { part: 1, until: 0 };
  #answered = (): void => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What the headers of an answer, to whomever, say of the quota. */
  heard(headers: Headers): void {
    const quota = numberIn(headers, 'x-rate-limit-requests-quota');
    if (quota === undefined || quota === 0) return;
    this.#quota = quota;
    this.#windowMs = bounded(numberIn(headers, 'x-rate-limit-time-window-ms') ?? usualWindowMs);
    const left = numberIn(headers, 'x-rate-limit-requests-left') ?? quota;
    const reset = numberIn(headers, 'x-rate-limit-time-reset-ms') ?? 0;
    this.#left = { part: left / quota, until: this.#clock.now() + bounded(reset) };
  }

  /**
   * Resolves when it is this call's turn, with what to call once it is answered or given up.
   *
   * @param share the part of the quota that background calls may use: above 0, at most 1.
   * @throws the signal's reason, once it is aborted.
   */
  pass(share = usualShare, signal: AbortSignal): Promise<() => void> {
    return this.#line.run('background', async () => {
      for (;;) {
        signal.throwIfAborted();
        const wait = Math.max(this.#turn(share), this.#opening(share)) - this.#clock.now();
        if (wait <= 0) return this.#count();
        await this.#wait(wait, signal);
      }
    });
  }

  #count(): () => void {
    const call: Counted = { until: Number.POSITIVE_INFINITY };
    this.#counted.push(call);
    return () => {
      call.until = this.#clock.now();
      this.#answered();
    };
  }

  /** When the window ends in which too little is left. */
  #opening(share: number): number {
    const { part, until } = this.#left;
    return part < Math.min(reserve, 1 - share) ? until : 0;
  }

  /** When a window has room for one more; never, as long as it takes an answer for that. */
  #turn(share: number): number {
    const since = this.#clock.now() - this.#windowMs;
    while ((this.#counted[0]?.until ?? Number.POSITIVE_INFINITY) <= since) this.#counted.shift();
    const most = Math.max(1, Math.floor(this.#quota * share));
    const [first] = this.#counted;
    return first === undefined || this.#counted.length < most ? 0 : first.until + this.#windowMs;
  }

  /** The line is waited in by one at a time. */
  async #wait(ms: number, signal: AbortSignal): Promise<void> {
    if (Number.isFinite(ms)) return sleep(this.#clock, ms, signal);
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.#answered = () => undefined;
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#answered = wake;
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}
