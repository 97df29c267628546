import { BehaviorSubject, firstValueFrom, map, merge, NEVER, skip, type Observable } from 'rxjs';
import type { ActivityFeed } from '../observe/activity.ts';
import type { Clock } from '../observe/clock.ts';
import { after } from '../observe/wait.ts';
import { backoffMs, type Backoff } from './backoff.ts';

/** What a date can be. Milliseconds. */
const latestTime = 8.64e15;

type State = 'open' | 'closed' | 'probing';

/** Stands for one who was let through. */
export type Pass = object;

/**
 * Whether a destination may be called. It closes when the destination fails, and after a while lets one call through to
 * see: if that succeeds, it is open for all.
 */
export class Gate {
  readonly #state = new BehaviorSubject<State>('open');
  readonly #destination: string;
  readonly #clock: Clock;
  readonly #backoff: Backoff;
  readonly #activity: ActivityFeed;
  #failures = 0;
  #closedAt = 0;
  #opensAt = 0;
  /** Who was let through to see. */
  #prober: Pass | undefined;

  constructor(destination: string, clock: Clock, backoff: Backoff, activity: ActivityFeed) {
    this.#destination = destination;
    this.#clock = clock;
    this.#backoff = backoff;
    this.#activity = activity;
  }

  get isOpen(): boolean {
    return this.#state.value === 'open';
  }

  /** Whether a call may go out now: not when it has closed since the caller passed. */
  get admits(): boolean {
    return this.#state.value !== 'closed';
  }

  /** Resolves when the caller may call the destination; with undefined when `stopped$` emits before that. */
  async pass(stopped$: Observable<unknown>): Promise<Pass | undefined> {
    const pass: Pass = {};
    while (this.#state.value !== 'open') {
      const wait = this.#wait();
      if (this.#state.value === 'closed' && wait <= 0) {
        this.#prober = pass;
        this.#state.next('probing');
        return pass;
      }
      const due$ = this.#state.value === 'closed' ? after(this.#clock, wait) : NEVER;
      const goOn$ = merge(this.#state.pipe(skip(1)), due$).pipe(map(() => true));
      const stop$ = stopped$.pipe(map(() => false));
      if (!(await firstValueFrom(merge(stop$, goOn$)))) return undefined;
    }
    return pass;
  }

  /** The destination answered. While it is closed, that is the answer to an earlier call, and says nothing. */
  succeeded(): void {
    if (this.#state.value !== 'probing') return;
    this.#failures = 0;
    this.#state.next('open');
    this.#activity.publish({ type: 'resumed', destination: this.#destination });
  }

  /**
   * The one who was let through to see had nothing to call for. From anybody else that says nothing: two who closed it
   * for each other would never get to call.
   */
  undecided(pass: Pass): void {
    if (this.#state.value === 'probing' && this.#prober === pass) this.#state.next('closed');
  }

  /** The destination failed: nobody calls it until `retryAt`, or until backoff says so. */
  failed(reason: string, retryAt: number | undefined): void {
    const now = this.#clock.now();
    // Calls that were under way together fail together: that is one failure.
    if (this.#state.value !== 'closed') this.#failures += 1;
    const opensAt = isTime(retryAt) ? retryAt : now + backoffMs(this.#backoff, this.#failures);
    if (this.#state.value === 'closed' && opensAt <= this.#opensAt) return;
    this.#closedAt = now;
    this.#opensAt = opensAt;
    this.#state.next('closed');
    this.#activity.publish({
      type: 'paused',
      destination: this.#destination,
      reason,
      until: new Date(opensAt).toISOString(),
    });
  }

  #wait(): number {
    const now = this.#clock.now();
    // A clock that was set back would have everybody wait for as long as it was set back.
    return now < this.#closedAt ? 0 : this.#opensAt - now;
  }
}

/** A destination may have read nonsense out of an answer: nobody must wait for that. */
function isTime(at: number | undefined): at is number {
  return at !== undefined && Math.abs(at) <= latestTime;
}
