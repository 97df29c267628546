import type { Clock } from '../../observe/clock.ts';
import { StoreFull } from '../errors.ts';
import type { Commit } from '../store.ts';

/** A commit that is to be written, and who waits for it. */
export interface Waiting {
  readonly commit: Commit;
  readonly bytes: number;
  readonly priority: boolean;
  readonly resolve: (isNew: readonly boolean[]) => void;
  readonly reject: (error: unknown) => void;
}

/** This part of a bound is for commits that have priority. */
const reserve = 0.05;

/** Whether `waiting` may join `bytes` bytes of others. One that is larger than the bound may be alone. */
export function mayJoin(bytes: number, bound: number, { bytes: size, priority }: Waiting): boolean {
  return bytes === 0 || bytes + size <= (priority ? bound : bound * (1 - reserve));
}

const mebibytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MiB`;

/**
 * Where commits wait for room among those that are to be written: not for long, and not too many. First come, first
 * served; those that have priority have a line of their own, and go first.
 */
export class WaitingRoom {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #bound: number;
  /** Each with its timer. A map keeps the order of the calls. */
  readonly #ordinary = new Map<Waiting, { cancel(): void }>();
  readonly #priority = new Map<Waiting, { cancel(): void }>();
  #bytes = 0;

  /**
   * @param timeoutMs how long a commit waits before it is refused.
   * @param bound how many bytes wait here at most.
   */
  constructor(clock: Clock, timeoutMs: number, bound: number) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#bound = bound;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Whether somebody waits whom `waiting` must not overtake. */
  isBefore({ priority }: Waiting): boolean {
    return this.#priority.size > 0 || (!priority && this.#ordinary.size > 0);
  }

  /** Lets it wait, or refuses it at once. @param toBeWritten for the message: the bytes that are. */
  enter(waiting: Waiting, toBeWritten: number): void {
    if (this.#timeoutMs === 0 || !mayJoin(this.#bytes, this.#bound, waiting)) {
      return waiting.reject(this.#full(toBeWritten, 'this call could not wait for room'));
    }
    this.#bytes += waiting.bytes;
    const giveUp = (): void => {
      const why = this.#full(toBeWritten, `this call waited ${this.#timeoutMs} ms for room`);
      this.#leave(waiting);
      waiting.reject(why);
    };
    this.#lineOf(waiting).set(waiting, this.#clock.after(this.#timeoutMs, giveUp));
  }

  /** The next one, if `may` lets it go on: it has left then. */
  next(may: (waiting: Waiting) => boolean): Waiting | undefined {
    for (const line of [this.#priority, this.#ordinary]) {
      const [first] = line.keys();
      if (first === undefined) continue;
      // Who is behind it waits, too, be it small enough: else a large one would wait for ever.
      if (!may(first)) return undefined;
      this.#leave(first);
      return first;
    }
    return undefined;
  }

  #leave(waiting: Waiting): void {
    const line = this.#lineOf(waiting);
    line.get(waiting)?.cancel();
    line.delete(waiting);
    this.#bytes -= waiting.bytes;
  }

  #lineOf({ priority }: Waiting): Map<Waiting, { cancel(): void }> {
    return priority ? this.#priority : this.#ordinary;
  }

  #full(toBeWritten: number, what: string): StoreFull {
    return new StoreFull(
      `${mebibytes(toBeWritten)} are to be written and ${mebibytes(this.#bytes)} wait behind them, and ${what}. The disk is slower than the events come: look at what else writes to it, or take fewer while \`pipeline.pressure\` is above 0.9`,
    );
  }
}
