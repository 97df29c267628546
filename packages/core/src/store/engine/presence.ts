import type { Clock } from '../../observe/clock.ts';
import type { Scratch } from './database.ts';

export interface PresenceParts {
  readonly scratch: Scratch;
  readonly clock: Clock;
  /** Names this open store among all that have the database open, and all that had it. */
  readonly token: string;
  /** Whether the process of a store is known to have ended. */
  readonly isGone: (token: string) => boolean;
  /** Called with each beat, to look whether others are still there. */
  readonly look: () => void;
}

/** How often a store gives a sign of life, and looks for those of others. Milliseconds. */
const beatMs = 500;
const alive = 'alive/';

/**
 * The sign of life of one open store: a note that changes twice a second. It is about all destinations, and is not flushed,
 * as a machine that has crashed is not there.
 */
export class Presence {
  readonly #parts: PresenceParts;
  #beats = 0;
  #timer: { cancel(): void } | undefined;
  #closed = false;

  constructor(parts: PresenceParts) {
    this.#parts = parts;
  }

  get token(): string {
    return this.#parts.token;
  }

  /** From now on others see that this store is there. Safe to call again. */
  start(): void {
    if (this.#timer !== undefined || this.#closed) return;
    this.#forgetTheDead();
    this.#beat();
  }

  /** What a store has noted last, if it has. */
  signOf(token: string): string | undefined {
    return this.#parts.scratch.get(alive + token);
  }

  /** Whether the process of a store is known to have ended; only to be asked once, see {@link Tenure}. */
  isGone(token: string): boolean {
    return this.#parts.isGone(token);
  }

  /** Tells the others that nobody is here any more. */
  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#parts.scratch.remove(alive + this.token);
  }

  #beat(): void {
    const { scratch, clock, token, look } = this.#parts;
    this.#timer = clock.after(
      beatMs,
      () => {
        if (this.#closed) return;
        this.#beat();
        look();
      },
      { background: true },
    );
    this.#beats += 1;
    scratch.put(alive + token, String(this.#beats));
  }

  /** Notes of processes that were killed would pile up. */
  #forgetTheDead(): void {
    const { scratch, isGone } = this.#parts;
    try {
      for (const name of scratch.names(alive)) {
        if (isGone(name.slice(alive.length))) scratch.remove(name);
      }
    } catch {
      // They harm nobody.
    }
  }
}
