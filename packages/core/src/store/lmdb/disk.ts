import { MillraceError } from '../../event/error.ts';
import type { Clock } from '../../observe/clock.ts';
import type { WriteKind } from '../engine/database.ts';
import { StoreFull } from '../errors.ts';
import { failureOf, isFull, unavailable, type FailureName } from './failure.ts';
import type { Reserve } from './reserve.ts';

/** How often a full disk is tried and looked at. Milliseconds. */
const everyMs = 1_000;

/** How soon after opening the reserve is made. Not at once: it takes longer to write than everything else there. */
const firstMs = 100;

/** What lmdb rejects with when a commit fails; the cause comes a turn later. */
interface CommitFailure extends Error {
  readonly commitError?: Promise<never>;
}

/**
 * Writes to a disk that may be full. Then it refuses appends, and tries one a second; what is essential gets the room of
 * the reserve. Once there is room again it makes the reserve anew, and takes appends.
 */
export class Disk {
  readonly #directory: string;
  readonly #clock: Clock;
  readonly #reserve: Reserve;
  #isFull = false;
  /** While it is full: when the next append is tried. */
  #tryAt = 0;
  #looking: { cancel(): void } | undefined;
  #making: Promise<void> | undefined;
  /** How often the reserve was given up. */
  #givenUp = 0;
  #closed = false;

  constructor(directory: string, clock: Clock, reserve: Reserve) {
    this.#directory = directory;
    this.#clock = clock;
    this.#reserve = reserve;
    this.#lookLater(firstMs);
  }

  get isFull(): boolean {
    return this.#isFull;
  }

  /** Runs `write` and says in our words how it failed. */
  async write<T>(write: () => Promise<T>, kind: WriteKind): Promise<T> {
    if (kind === 'append') this.#assertRoom();
    const givenUp = this.#givenUp;
    try {
      const result = await write();
      if (kind === 'append') this.#isFull = false;
      return result;
    } catch (error) {
      const cause = await causeOf(error);
      const failure = this.#failureOf(cause);
      if (MillraceError.isInstance(cause) || failure === undefined) throw cause;
      if (!isFull(failure)) throw unavailable(this.#directory, 'written', cause);
      this.#foundFull();
      // Several may fail together: the room that one of them makes is for all.
      if (kind === 'essential' && (this.#giveUp() || this.#givenUp > givenUp)) {
        return this.write(write, kind);
      }
      throw fullDisk(this.#directory, cause);
    }
  }

  #giveUp(): boolean {
    const wasThere = this.#reserve.giveUp();
    if (wasThere) this.#givenUp += 1;
    return wasThere;
  }

  /** Ends looking after the reserve. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#looking?.cancel();
    await this.#making;
  }

  #assertRoom(): void {
    if (!this.#isFull) return;
    const now = this.#clock.now();
    // Without the reserve, what room there is belongs to what is essential.
    if (now < this.#tryAt || !this.#reserve.isThere) throw fullDisk(this.#directory);
    this.#tryAt = now + everyMs;
  }

  /** LMDB calls a write that came back short EIO, which is what the last one before a full disk does. */
  #failureOf(error: unknown): FailureName | undefined {
    const failure = failureOf(error);
    return failure === 'EIO' && !this.#reserve.hasRoomBeside ? 'ENOSPC' : failure;
  }

  #foundFull(): void {
    this.#isFull = true;
    this.#tryAt = this.#clock.now() + everyMs;
    this.#lookLater();
  }

  #lookLater(ms = everyMs): void {
    if (this.#closed) return;
    this.#looking ??= this.#clock.after(
      ms,
      () => {
        this.#looking = undefined;
        this.#making = this.#look();
      },
      { background: true },
    );
  }

  async #look(): Promise<void> {
    try {
      await this.#reserve.make();
      if (this.#reserve.isThere && this.#reserve.hasRoomBeside) this.#isFull = false;
    } catch {
      // It is full, or we may not write there: whoever writes next is told.
    }
    if (this.#isFull) this.#lookLater();
  }
}

function fullDisk(directory: string, cause?: unknown): StoreFull {
  return new StoreFull(
    `the disk is full. Make room on the disk of ${directory}; appends go on within seconds, and what was accepted is still delivered`,
    cause,
  );
}

/** lmdb says only that a commit failed, and gives the reason in a promise of its own. */
async function causeOf(error: unknown): Promise<unknown> {
  const { commitError } = error as CommitFailure;
  if (commitError === undefined) return error;
  return commitError.then(
    () => error,
    (cause: unknown) => cause,
  );
}
