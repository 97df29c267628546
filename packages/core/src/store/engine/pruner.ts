import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../observe/clock.ts';
import { dayMs, type Retention } from '../retention.ts';
import type { StoreListener } from '../store.ts';
import type { Database } from './database.ts';
import { anyHeld, dropExpired, lookForExpired, type Expired } from './expire.ts';
import { lookForPrunable, removeEntries } from './prune.ts';
import { decodeEvent } from './entry.ts';
import { noTotals } from './rows.ts';
import { namesOf } from './queues.ts';

/** How often the size of the log is looked at: with every look, when it is too large, the oldest entries go. */
const lookEveryMs = 60_000;
/** Every so many looks, entries and held events go by their age: once an hour. The first time at the first look. */
const looksPerHour = 60;
/** When the log is too large, it is brought down to this share of what it may be: so that not every look finds it so. */
const comfortable = 0.9;
/** In the background a write is followed by so long a pause, in which appends have the disk for themselves. */
const pauseMs = 20;

export interface PrunerParts {
  readonly database: Database;
  readonly retention: Retention;
  /** The store's clock. */
  readonly now: () => number;
  readonly clock: Clock;
  /** Told when held events are dropped, as their time is over. */
  readonly listeners: Iterable<StoreListener>;
}

/**
 * Removes what retention is done with: in small writes, each of which looks again at what it removes, so that several
 * processes may do it at the same time.
 */
export class Pruner {
  readonly #parts: PrunerParts;
  #round: Promise<number> = Promise.resolve(0);
  #rounds = 0;
  #looks = 0;
  #timer: { cancel(): void } | undefined;
  /** What was settled when the last round could not make the log small enough. */
  #inVain: string | undefined;
  /** Ends a pause. */
  #hurry: () => void = () => undefined;
  #closed = false;

  constructor(parts: PrunerParts) {
    this.#parts = parts;
    this.#wait();
  }

  /**
   * One round, after those that are under way.
   *
   * @returns how many entries it has removed.
   */
  prune(): Promise<number> {
    this.#hurry();
    return this.#next(false);
  }

  #next(paced: boolean): Promise<number> {
    this.#rounds += 1;
    const before = this.#round.catch(() => undefined);
    this.#round = before.then(() => this.#run(paced)).finally(() => void (this.#rounds -= 1));
    return this.#round;
  }

  /** Resolves when the round that is under way has ended, which is after its next write. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    this.#hurry();
    await this.#round.catch(() => undefined);
  }

  #wait(): void {
    const look = (): void => {
      // What makes a round fail makes appends fail, too, and they say so. The next look tries again.
      void this.#look()
        .catch(() => undefined)
        .then(() => this.#wait());
    };
    if (!this.#closed)
      this.#timer = this.#parts.clock.after(lookEveryMs, look, { background: true });
  }

  async #look(): Promise<void> {
    const isHour = this.#looks % looksPerHour === 0;
    this.#looks += 1;
    if (this.#rounds > 0) return;
    if (isHour || (this.#isTooLarge() && this.#inVain !== this.#settled())) await this.#next(true);
  }

  async #run(paced: boolean): Promise<number> {
    await this.#dropExpired();
    const { database, retention, now } = this.#parts;
    const goal = this.#isTooLarge() ? comfortable * retention.maxBytes : Number.POSITIVE_INFINITY;
    const settled = this.#settled();
    let removed = 0;
    let from: number | undefined = 0;
    while (from !== undefined && !this.#closed) {
      const limits = {
        before: now() - retention.days * dayMs,
        excess: Math.max(0, this.#bytes() - goal),
      };
      const look = lookForPrunable(database.tables, from, database.lastPosition(), limits);
      if (look.found.length === 0) await setImmediate();
      else {
        removed += await database.write(() => removeEntries(database.tables, look.found));
        if (paced) await this.#pause();
      }
      from = look.next;
    }
    this.#inVain = this.#isTooLarge() ? settled : undefined;
    return removed;
  }

  async #pause(): Promise<void> {
    // Somebody waits for this round to end.
    if (this.#closed || this.#rounds > 1) return;
    await new Promise<void>((resolve) => {
      const timer = this.#parts.clock.after(pauseMs, resolve, { background: true });
      this.#hurry = () => {
        timer.cancel();
        resolve();
      };
    });
  }

  async #dropExpired(): Promise<void> {
    const { database, retention, now } = this.#parts;
    const { tables } = database;
    let from: readonly [string, number] | undefined = anyHeld(tables) ? ['', 0] : undefined;
    while (from !== undefined && !this.#closed) {
      const { found, next } = lookForExpired(tables, from, now(), retention.heldDays);
      if (found.length === 0) await setImmediate();
      for (const held of found) {
        if (this.#closed) return;
        const gone = await database.write(() =>
          dropExpired(tables, held, now(), retention.heldDays),
        );
        if (gone.length > 0) this.#tell(gone);
      }
      from = next;
    }
  }

  #tell(gone: readonly Expired[]): void {
    const { database, listeners } = this.#parts;
    const events = gone.map(({ destination, ref, reason }) => {
      const event = decodeEvent(database.tables.log.get(ref) as Uint8Array, ref);
      return { destination, event, reason };
    });
    for (const listener of listeners) {
      listener.expired?.(events);
      listener.work();
    }
  }

  #bytes(): number {
    return (this.#parts.database.tables.totals.get('totals') ?? noTotals).bytes;
  }

  #isTooLarge(): boolean {
    return this.#bytes() > this.#parts.retention.maxBytes;
  }

  /** Changes whenever an event is settled: until then, what could not go cannot go. */
  #settled(): string {
    const { tables } = this.#parts.database;
    const counts = namesOf({ tables }).map((name) => {
      const { delivered = 0, dropped = 0 } = tables.destinations.get(name) ?? {};
      return delivered + dropped;
    });
    return JSON.stringify([...counts, tables.totals.get('totals')?.failed]);
  }
}
