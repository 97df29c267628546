interface Waiter<T> {
  readonly signal: AbortSignal;
  readonly resolve: (found: T | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** So many ids are asked for at once: they all stand in the address of the request. */
const mostAtOnce = 50;

/**
 * Reads many by one request. Whoever comes while a request is under way waits for it, and is in the next one with all
 * others who came meanwhile: nobody waits for a timer, and the busier it gets, the fewer requests there are for each.
 *
 * A request is given up with the signal of the first in it: all are expected to have the same.
 */
export class Gather<T> {
  readonly #read: (ids: readonly string[], signal: AbortSignal) => Promise<ReadonlyMap<string, T>>;
  readonly #waiting = new Map<string, Waiter<T>[]>();
  #isReading = false;

  /** @param read answers with those that there are. */
  constructor(
    read: (ids: readonly string[], signal: AbortSignal) => Promise<ReadonlyMap<string, T>>,
  ) {
    this.#read = read;
  }

  /** @returns `undefined` when there is none of this id. */
  one(id: string, signal: AbortSignal): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const waiter = { signal, resolve, reject };
      const others = this.#waiting.get(id);
      if (others) others.push(waiter);
      else this.#waiting.set(id, [waiter]);
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    // Those that come in the same turn are in the first request already.
    await Promise.resolve();
    while (this.#waiting.size > 0) await this.#readSome();
    this.#isReading = false;
  }

  async #readSome(): Promise<void> {
    const batch = [...this.#waiting].slice(0, mostAtOnce);
    for (const [id] of batch) this.#waiting.delete(id);
    const [signal] = batch.flatMap(([, waiters]) => waiters.map((waiter) => waiter.signal));
    if (signal === undefined) return;
    try {
      const ids = batch.map(([id]) => id);
      const found = await this.#read(ids, signal);
      for (const [id, waiters] of batch) for (const { resolve } of waiters) resolve(found.get(id));
    } catch (error) {
      for (const [, waiters] of batch) for (const { reject } of waiters) reject(error);
    }
  }
}
