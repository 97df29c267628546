import type { Clock } from '../observe/clock.ts';
import type { Lease } from '../store/lease.ts';
import type { Store } from '../store/store.ts';

/** Who extends a lease, and knows what time it is there. */
export type Lender = Pick<Store, 'extend' | 'now'>;

/**
 * A lease that is extended for as long as somebody works on it. So it can be short: when the process dies or stands
 * still, its events are lent to others soon.
 */
export class KeptLease {
  readonly #store: Lender;
  readonly #clock: Clock;
  readonly #leaseMs: number;
  #lease: Lease;
  #timer: { cancel(): void } | undefined;
  #isOver = false;

  /** @param leaseMs how long it lasts from each extension; it is extended each time a third of that has passed. */
  constructor(store: Lender, lease: Lease, clock: Clock, leaseMs: number) {
    this.#store = store;
    this.#lease = lease;
    this.#clock = clock;
    this.#leaseMs = leaseMs;
    this.#plan();
  }

  /** The lease as it was last extended. */
  get lease(): Lease {
    return this.#lease;
  }

  /** Whether its events are still ours. When they are not, they must not be delivered: somebody else may have them. */
  get isOurs(): boolean {
    return !this.#isOver && this.#store.now() < this.#lease.expiresAt;
  }

  /** Extends it no more. */
  stop(): void {
    this.#isOver = true;
    this.#timer?.cancel();
  }

  #plan(): void {
    const extend = (): void => void this.#extend();
    // A call that never ends must not keep a host from ending that has closed.
    this.#timer = this.#clock.after(this.#leaseMs / 3, extend, { background: true });
  }

  async #extend(): Promise<void> {
    try {
      this.#lease = await this.#store.extend(this.#lease, this.#leaseMs);
      if (!this.#isOver) this.#plan();
    } catch {
      // Lost: nothing more goes out, and settling it will say why.
      this.stop();
    }
  }
}
