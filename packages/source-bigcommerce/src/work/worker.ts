import type { Clock, Logger } from '@millrace/core';
import { backoff, patient } from '../api/backoff.ts';
import { type Subject, subjectKey } from '../subject.ts';
import type { Failures } from './failure.ts';
import type { Again } from './follow-up.ts';

export interface WorkerOptions {
  readonly concurrency: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** Looks at one subject; resolves to when it is to be looked at again. */
  readonly work: (subject: Subject, signal: AbortSignal) => Promise<Again>;
  readonly failures: Pick<Failures, 'decide' | 'over'>;
}

/** Looks at the subjects of the inbox: some at a time, but each only once at a time. */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #stop = new AbortController();
  /** Whose turn it is, first come, first served. */
  readonly #ready = new Map<string, Subject>();
  /** Those that wait for their next attempt: a notice does not cut the wait short. */
  readonly #later = new Map<string, { cancel(): void; readonly yields: boolean }>();
  readonly #active = new Map<string, Promise<void>>();
  /** Those that got a notice while somebody looked at them. */
  readonly #again = new Set<string>();

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  /** How many there are that wait for nothing but their turn, or are being looked at. */
  get busy(): number {
    return this.#ready.size + this.#active.size;
  }

  add(subject: Subject): void {
    const key = subjectKey(subject);
    const later = this.#later.get(key);
    // Who failed waits its time; who only comes back later is looked at now that there is news.
    if (this.#stop.signal.aborted || later?.yields === false) return;
    later?.cancel();
    this.#later.delete(key);
    if (this.#active.has(key)) this.#again.add(key);
    else this.#ready.set(key, subject);
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
    for (const [key, subject] of this.#ready) {
      if (this.#active.size >= this.#options.concurrency) return;
      this.#ready.delete(key);
      this.#active.set(key, this.#look(key, subject));
    }
  }

  async #look(key: string, subject: Subject): Promise<void> {
    const { work, failures } = this.#options;
    const { signal } = this.#stop;
    try {
      const again = await work(subject, signal);
      if (again === 'at once') this.#again.add(key);
      else if (again !== undefined) this.#postpone(subject, again.inMs, true);
      failures.over();
    } catch (error) {
      if (!signal.aborted) await this.#failed(subject, error);
    }
    this.#active.delete(key);
    const again = this.#again.delete(key);
    if (signal.aborted) return;
    if (again) this.add(subject);
    this.#pump();
  }

  async #failed(subject: Subject, error: unknown): Promise<void> {
    const { failures, logger, random } = this.#options;
    try {
      const next = await failures.decide(subject, error);
      if (next === 'again') this.#again.add(subjectKey(subject));
      else if (next !== 'done') this.#postpone(subject, next.inMs, false);
    } catch (unwritable) {
      // The store takes nothing: the subject is still in the inbox, only its reason is not.
      logger.warn({ ...subject, err: unwritable }, 'A failure could not be noted down.');
      this.#postpone(subject, backoff(3, patient, random), false);
    }
  }

  /** @param yields whether news of the subject cuts the wait short. */
  #postpone(subject: Subject, ms: number, yields: boolean): void {
    if (this.#stop.signal.aborted) return;
    const key = subjectKey(subject);
    const timer = this.#options.clock.after(ms, () => {
      this.#later.delete(key);
      this.add(subject);
    });
    this.#later.set(key, { cancel: () => timer.cancel(), yields });
  }
}
