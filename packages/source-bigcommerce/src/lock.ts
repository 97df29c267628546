/** Lets one at a time through, for each key; others wait in line. Holds nothing for a key that nobody waits for. */
export class Lock<K> {
  readonly #last = new Map<K, Promise<unknown>>();

  run<T>(key: K, work: () => Promise<T>): Promise<T> {
    return this.runAll([key], work);
  }

  /** Waits until all of these keys are free, and holds them together: whoever came before goes before. */
  runAll<T>(keys: readonly K[], work: () => Promise<T>): Promise<T> {
    const mine = new Set(keys);
    const before = Promise.all([...mine].flatMap((key) => this.#last.get(key) ?? []));
    const done = before.then(work);
    const settled = done.then(
      () => undefined,
      () => undefined,
    );
    for (const key of mine) this.#last.set(key, settled);
    void settled.then(() => {
      for (const key of mine) if (this.#last.get(key) === settled) this.#last.delete(key);
    });
    return done;
  }
}
