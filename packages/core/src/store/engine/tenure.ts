import type { Database } from './database.ts';
import type { Presence } from './presence.ts';
import type { DestinationRecord } from './rows.ts';

export interface TenureParts {
  readonly database: Database;
  readonly destination: string;
  readonly presence: Presence;
  readonly read: () => DestinationRecord;
  /** It has begun: what the one before knew is in the record. */
  readonly began: (record: DestinationRecord) => void;
  /** Another one has taken over. */
  readonly ended: () => void;
  /** It was found that another one is the dispatcher. */
  readonly stoodBy: () => void;
}

/** The dispatcher of a destination, as one sees it who stands by. */
interface Watched {
  readonly owner: string;
  readonly sign: string | undefined;
  /** How many looks, half a second or more apart, have found the same sign. */
  readonly silent: number;
}

/**
 * So many looks at a sign of life that does not change, and whoever gave it is gone: it has been silent for four seconds
 * at most, and stood still for three at least. Looks are counted, not seconds: whoever was stopped for a while has not
 * looked meanwhile, and learns nothing from that.
 */
const mostSilent = 7;

/** Whoever finds that another one was faster looks once more; after that it is told when it is time to ask again. */
const mostTries = 3;

/** Whether this store is the dispatcher of one destination: from when it takes over until another one does. */
export class Tenure {
  readonly #parts: TenureParts;
  #epoch: number | undefined;
  #isFirst = true;
  #taking: Promise<void> | undefined;
  #watched: Watched | undefined;

  constructor(parts: TenureParts) {
    this.#parts = parts;
  }

  /** Counts the dispatchers up to this one; undefined while it is another one. */
  get epoch(): number | undefined {
    return this.#epoch;
  }

  /** Whether it was found that another one is the dispatcher. */
  get standsBy(): boolean {
    return this.#watched !== undefined;
  }

  /** Takes over if nobody else is there. Whether this store is the dispatcher then. */
  async claim(): Promise<boolean> {
    this.#parts.presence.start();
    for (let tries = 0; tries < mostTries; tries += 1) {
      const record = this.#parts.read();
      if (this.#epoch === record.epoch) return true;
      if (this.#epoch !== undefined) this.#end();
      // Whoever asks while this store is about to take over waits for that.
      if (this.#taking === undefined && !this.#isFree(record.owner)) return false;
      this.#taking ??= this.#takeOver(record).finally(() => {
        this.#taking = undefined;
      });
      await this.#taking;
    }
    return false;
  }

  /** One look for a sign of life of the dispatcher. Whether it is gone, so that it is time to claim. */
  look(): boolean {
    if (this.#watched === undefined) return false;
    const { owner, sign, silent } = this.#watched;
    const now = this.#parts.presence.signOf(owner);
    if (now === sign || now === undefined) {
      this.#watched = { owner, sign, silent: silent + 1 };
    } else {
      this.#watched = { owner, sign: now, silent: 0 };
    }
    return this.#isGone(this.#watched, now);
  }

  #end(): void {
    this.#epoch = undefined;
    this.#parts.ended();
  }

  #isFree(owner: string | undefined): boolean {
    const { presence, stoodBy } = this.#parts;
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    if (owner === undefined || owner === presence.token) return true;
    const sign = presence.signOf(owner);
    // Only at first: of two containers that share a name, each takes the other for dead, and they would take turns.
    if (isFirst && (sign === undefined || presence.isGone(owner))) return true;
    if (this.#watched?.owner === owner) return this.#isGone(this.#watched, sign);
    const isNew = this.#watched === undefined;
    this.#watched = { owner, sign, silent: 0 };
    if (isNew) stoodBy();
    return false;
  }

  /** One whose sign is gone has closed; one that never had any may only be unable to write it. */
  #isGone({ sign: before, silent }: Watched, sign: string | undefined): boolean {
    if (sign === undefined) return before !== undefined || silent >= mostSilent;
    return sign === before && silent >= mostSilent;
  }

  async #takeOver(seen: DestinationRecord): Promise<void> {
    const { database, destination, presence, read, began } = this.#parts;
    const taken = await database.write(() => {
      const record = read();
      // Somebody else was faster.
      if (record.epoch !== seen.epoch || record.owner !== seen.owner) return undefined;
      const next = { ...record, epoch: record.epoch + 1, owner: presence.token };
      database.tables.destinations.put(destination, next);
      return next;
    });
    if (taken === undefined) return;
    this.#watched = undefined;
    this.#epoch = taken.epoch;
    began(taken);
  }
}
