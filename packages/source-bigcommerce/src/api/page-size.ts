import { pageSize } from './pages.ts';

/** A store that cannot list so few has another trouble. */
const smallest = 10;

/** After so many pages, it is tried whether the store can list more again. */
const pagesToGrow = 8;

/**
 * How many rows a list is asked for at a time: half as many each time that the store could not answer, and twice as many
 * again after a while.
 */
export class PageSize {
  #limit = pageSize;
  #answered = 0;

  get limit(): number {
    return this.#limit;
  }

  answered(): void {
    if (this.#limit === pageSize) return;
    this.#answered += 1;
    if (this.#answered < pagesToGrow) return;
    this.#answered = 0;
    this.#limit = Math.min(pageSize, this.#limit * 2);
  }

  tooMuch(): void {
    this.#answered = 0;
    this.#limit = Math.max(smallest, Math.floor(this.#limit / 2));
  }
}
