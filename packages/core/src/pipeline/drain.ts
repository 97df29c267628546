import type { Store } from '../store/store.ts';

/**
 * Waits until a store has nothing left to deliver. Those who wait at the same time share one look at the store, and each
 * waits as long as it likes.
 */
export class Drain {
  readonly #store: Pick<Store, 'listen'>;
  readonly #isDrained: () => boolean;
  readonly #waiting = new Set<() => void>();
  #unlisten: (() => void) | undefined;

  constructor(store: Pick<Store, 'listen'>, isDrained: () => boolean) {
    this.#store = store;
    this.#isDrained = isDrained;
  }

  /** Resolves when nothing is left, or when `timeUp` does. */
  async wait(timeUp: Promise<void>): Promise<void> {
    await new Promise<void>((resolve) => {
      const leave = (): void => {
        this.#waiting.delete(leave);
        if (this.#waiting.size === 0) this.#rest();
        resolve();
      };
      this.#waiting.add(leave);
      void timeUp.then(leave);
      this.#unlisten ??= this.#store.listen({
        work: () => this.#look(),
        released: () => undefined,
      });
      this.#look();
    });
  }

  /** Lets all go who wait. */
  end(): void {
    for (const leave of this.#waiting) leave();
  }

  #look(): void {
    if (this.#isDrained()) this.end();
  }

  /** A look at each commit costs something: while nobody waits, none is taken. */
  #rest(): void {
    this.#unlisten?.();
    this.#unlisten = undefined;
  }
}
