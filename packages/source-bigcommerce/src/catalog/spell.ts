import type { Logger } from '@millrace/core';
import { reasonOf } from '../work/failure.ts';

/** A time in which something fails again and again: said once, when it begins, and when it is over. */
export class Spell {
  readonly #logger: Logger;
  readonly #what: string;
  #lasts = false;

  /** @param what is read: `products`. */
  constructor(logger: Logger, what: string) {
    this.#logger = logger;
    this.#what = what;
  }

  failed(error: unknown): void {
    if (this.#lasts) return;
    this.#lasts = true;
    this.#logger.warn(
      { reason: reasonOf(error) },
      `The ${this.#what} of the BigCommerce catalogue cannot be read: orders and carts go without what is not remembered.`,
    );
  }

  over(): void {
    if (!this.#lasts) return;
    this.#lasts = false;
    this.#logger.info({}, `The ${this.#what} of the BigCommerce catalogue can be read again.`);
  }
}
