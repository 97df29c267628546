import type { DestinationRecord, Span } from './rows.ts';
import type { Selection } from './selection.ts';

/** How far the dispatcher of one destination has looked into the log. */
export class Cursor {
  #next: number;
  /** Where it began: what was on loan at a crash lies before that. */
  readonly #began: number;
  /** Spans that an earlier dispatcher had on loan when it ended: looked at again, before anything newer. */
  readonly #recovered: Span[];

  constructor({ next, open }: DestinationRecord) {
    this.#next = next;
    this.#began = next;
    this.#recovered = [...open].sort(([a], [b]) => a - b);
  }

  get next(): number {
    return this.#next;
  }

  get recovered(): readonly Span[] {
    return this.#recovered;
  }

  /** Whether all that was on loan at a crash is looked at, and none of it is in the spans that are on loan now. */
  isRecovered(onLoan: readonly Span[]): boolean {
    return this.#recovered.length === 0 && onLoan.every(([from]) => from >= this.#began);
  }

  /** The first position that was on loan at a crash and has not been looked at since. */
  get firstUnread(): number {
    return this.#recovered[0]?.[0] ?? Number.POSITIVE_INFINITY;
  }

  /** No lease has looked at what is here or later; nor at some of what is, after a crash. */
  get firstUnlooked(): number {
    return Math.min(this.firstUnread, this.#next);
  }

  /** Whether everything up to `last` has been looked at. */
  isThrough(last: number): boolean {
    return last < this.#next && this.#recovered.length === 0;
  }

  /** Lets a selection look further, up to the end of the log. */
  advance(selection: Selection, end: number, anyExceptions: boolean): void {
    while (this.#recovered[0] !== undefined && !selection.full) {
      const [from, to] = this.#recovered[0];
      const position = selection.takeSpan(from, to, true);
      if (position === from) return;
      if (position < to) this.#recovered[0] = [position, to];
      else this.#recovered.shift();
    }
    if (this.#recovered.length === 0 && !selection.full && this.#next < end) {
      this.#next = selection.takeSpan(this.#next, end, anyExceptions);
    }
  }
}
