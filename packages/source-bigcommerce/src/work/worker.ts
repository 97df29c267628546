import type { Clock, Logger } from '@millrace/core';
import { backoff, patient } from '../api/backoff.ts';
import type { Failures } from './failure.ts';

export interface WorkerOptions {
  readonly concurrency: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** Looks at one order; resolves to whether it is to be looked at again. */
  readonly work: (orderId: number, signal: AbortSignal) => Promise<boolean>;
  readonly failures: Pick<Failures, 'decide' | 'over'>;
}

/** Looks at the orders of the inbox: some at a time, but each order only once at a time. */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #stop = new AbortController();
  /** Whose turn it is, first come, first served. */
  readonly #ready = new Set<number>();
  /** Those that wait for their next attempt: a notice does not cut the wait short. */
  readonly #later = new Map<number, { cancel(): void }>();
  readonly #active = new Map<number, Promise<void>>();
  /** Those that got a notice while somebody looked at them. */
  readonly #again = new Set<number>();

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  add(orderId: number): void {
    if (this.#stop.signal.aborted || this.#later.has(orderId)) return;
    if (this.#active.has(orderId)) this.#again.add(orderId);
    else this.#ready.add(orderId);
    this.#pump();
  }

  /** Gives up what is being fetched, waits for what is being written. Nothing is lost: it is all in the inbox. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#ready.clear();
    for (const timer of this.#later.values()) timer.cancel();
    this.#later.clear();
    await Promise.all(this.#active.values());
  }

  #pump(): void {
    for (const orderId of this.#ready) {
      if (this.#active.size >= this.#options.concurrency) return;
      this.#ready.delete(orderId);
      this.#active.set(orderId, this.#look(orderId));
    }
  }

  async #look(orderId: number): Promise<void> {
    const { work, failures } = this.#options;
    const { signal } = this.#stop;
    try {
      if (await work(orderId, signal)) this.#again.add(orderId);
      failures.over();
    } catch (error) {
      if (!signal.aborted) await this.#failed(orderId, error);
    }
    this.#active.delete(orderId);
    const again = this.#again.delete(orderId);
    if (signal.aborted) return;
    if (again && !this.#later.has(orderId)) this.#ready.add(orderId);
    this.#pump();
  }

  async #failed(orderId: number, error: unknown): Promise<void> {
    const { failures, logger, random } = this.#options;
    try {
      const next = await failures.decide(orderId, error);
      if (next === 'again') this.#again.add(orderId);
      else if (next !== 'done') this.#postpone(orderId, next.inMs);
    } catch (unwritable) {
      // The store takes nothing: the order is still in the inbox, only its reason is not.
      logger.warn({ orderId, err: unwritable }, 'A failed order could not be noted down.');
      this.#postpone(orderId, backoff(3, patient, random));
    }
  }

  #postpone(orderId: number, ms: number): void {
    if (this.#stop.signal.aborted) return;
    const timer = this.#options.clock.after(ms, () => {
      this.#later.delete(orderId);
      this.add(orderId);
    });
    this.#later.set(orderId, timer);
  }
}
