import type { Clock } from '@millrace/core';

interface Entry<T> {
  readonly value: Promise<T>;
  /** Milliseconds since 1970; none while it is not known. */
  until: number | undefined;
}

/** Answers that are remembered for a while, so that many who ask the same ask once. What failed is not remembered. */
export class Remembered<T> {
  readonly #most: number;
  readonly #ms: number;
  readonly #clock: Clock;
  /** The one that was not asked for longest comes first. */
  readonly #entries = new Map<string, Entry<T>>();

  /**
   * @param most answers are remembered; then the one that was not asked for longest is forgotten.
   * @param ms for how long.
   */
  constructor(most: number, ms: number, clock: Clock) {
    this.#most = most;
    this.#ms = ms;
    this.#clock = clock;
  }

  /** The answer to `question`; `ask` is called when it is not remembered, and not being asked. */
  of(question: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(question);
    const isFresh = known !== undefined && (known.until ?? Infinity) > this.#clock.now();
    const entry = isFresh ? known : this.#ask(question, ask);
    this.#entries.delete(question);
    this.#entries.set(question, entry);
    if (this.#entries.size > this.#most) this.#forgetOldest();
    return entry.value;
  }

  #ask(question: string, ask: () => Promise<T>): Entry<T> {
    const entry: Entry<T> = { value: ask(), until: undefined };
    entry.value.then(
      () => {
        entry.until = this.#clock.now() + this.#ms;
      },
      () => {
        if (this.#entries.get(question) === entry) this.#entries.delete(question);
      },
    );
    return entry;
  }

  #forgetOldest(): void {
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }
}
