import type { Clock } from '@millrace/core';
import { LRUCache } from 'lru-cache';
import { AccessRefused } from '../api/errors.ts';
import type { Deadline } from './deadline.ts';
import { TooSlow } from './errors.ts';
import type { Spell } from './spell.ts';

/** Reads those of the ids that there are. */
export type Read<T> = (
  ids: readonly string[],
  signal: AbortSignal,
) => Promise<ReadonlyMap<string, T>>;

export interface ShelfOptions<T> {
  readonly read: Read<T>;
  readonly clock: Clock;
  readonly spell: Spell;
  /** How long what was read is good, in milliseconds. */
  readonly freshMs: number;
  /** Gives up what is under way. */
  readonly closing: AbortSignal;
  /** How much room something takes, of 50,000. Default 1 each. */
  readonly sizeOf?: (value: T) => number;
}

interface Remembered<T> {
  /** `undefined`: there is none of this id. */
  readonly value: T | undefined;
  freshUntil: number;
}

interface Ask {
  /** Whether it could be read. */
  readonly answered: Promise<boolean>;
  readonly answer: (read: boolean) => void;
}

/** What a shelf has for a few ids. */
export interface Found<T> {
  readonly values: ReadonlyMap<string, T>;
  /** False: something could not be read, or not in time. What is there then may be old. */
  readonly isComplete: boolean;
}

const room = 50_000;
/** Ids are part of an address: BigCommerce takes about this many. */
const mostIds = 100;
const mostUnderWay = 2;
/** What does not exist is asked for again sooner: it may have been made meanwhile. */
const absentMs = 5 * 60_000;
/** Nobody gives the token another scope within less. */
const refusedMs = 10 * 60_000;

/**
 * Things that are read by their ids, many at a time, and remembered. Those who ask while a request is under way ask
 * together with the next one. What cannot be read now is taken as it was, however old.
 */
export class Shelf<T> {
  readonly #options: ShelfOptions<T>;
  readonly #remembered: LRUCache<string, Remembered<T>>;
  /** Not answered yet: the latest for each id. */
  readonly #asks = new Map<string, Ask>();
  readonly #queue = new Map<string, Ask>();
  #underWay = 0;
  #willPump = false;
  /** Somebody waited in vain, and nothing has come since: until then nobody waits. */
  #isLate = false;
  #refusedUntil = 0;

  constructor(options: ShelfOptions<T>) {
    this.#options = options;
    const { sizeOf = () => 1 } = options;
    this.#remembered = new LRUCache({
      maxSize: room,
      sizeCalculation: ({ value }) => (value === undefined ? 1 : Math.max(1, sizeOf(value))),
    });
  }

  /** Never throws. */
  async get(ids: readonly string[], deadline: Deadline): Promise<Found<T>> {
    const isComplete = await this.#fill(ids, deadline);
    const values = new Map<string, T>();
    for (const id of ids) {
      const value = this.#remembered.get(id)?.value;
      if (value !== undefined) values.set(id, value);
    }
    return { values, isComplete };
  }

  /** What is remembered is true no longer, and what is under way may be too old already. Without an id: all of it. */
  forget(id?: string): void {
    const entries = id === undefined ? this.#remembered.values() : [this.#remembered.peek(id)];
    for (const entry of entries) if (entry) entry.freshUntil = 0;
    for (const asked of id === undefined ? this.#asks.keys() : [id]) {
      // What still waits to be sent will be read after this.
      if (!this.#queue.has(asked)) this.#asks.delete(asked);
    }
  }

  async #fill(ids: readonly string[], deadline: Deadline): Promise<boolean> {
    const { clock, spell, closing } = this.#options;
    const now = clock.now();
    const missing = ids.filter((id) => (this.#remembered.get(id)?.freshUntil ?? 0) <= now);
    if (missing.length === 0) return true;
    if (this.#isLate || now < this.#refusedUntil || closing.aborted) return false;
    const asks = missing.map((id) => this.#ask(id));
    const answers = Promise.all(asks.map(({ answered }) => answered));
    if (await deadline.meets(answers)) return (await answers).every(Boolean);
    if (!deadline.wasCut) {
      this.#isLate = true;
      spell.failed(new TooSlow());
    }
    return false;
  }

  #ask(id: string): Ask {
    const known = this.#asks.get(id);
    if (known) return known;
    let answer: Ask['answer'] = () => undefined;
    const answered = new Promise<boolean>((resolve) => {
      answer = resolve;
    });
    const ask = { answered, answer };
    this.#asks.set(id, ask);
    this.#queue.set(id, ask);
    this.#pumpSoon();
    return ask;
  }

  /** A turn of the event loop later, when all who ask at the same time have asked. */
  #pumpSoon(): void {
    if (this.#willPump) return;
    this.#willPump = true;
    setImmediate(() => {
      this.#willPump = false;
      while (this.#queue.size > 0 && this.#underWay < mostUnderWay) void this.#send();
    });
  }

  async #send(): Promise<void> {
    const { read, spell, closing } = this.#options;
    const batch = new Map([...this.#queue].slice(0, mostIds));
    for (const id of batch.keys()) this.#queue.delete(id);
    this.#underWay += 1;
    let wasRead = false;
    try {
      const found = await read([...batch.keys()], closing);
      for (const [id, ask] of batch) this.#remember(id, found.get(id), this.#asks.get(id) === ask);
      wasRead = true;
      spell.over();
    } catch (error) {
      if (!closing.aborted) this.#failed(error);
    }
    for (const [id, ask] of batch) {
      if (this.#asks.get(id) === ask) this.#asks.delete(id);
      ask.answer(wasRead);
    }
    this.#underWay -= 1;
    this.#isLate = false;
    if (this.#queue.size > 0) this.#pumpSoon();
  }

  #failed(error: unknown): void {
    if (error instanceof AccessRefused) {
      this.#refusedUntil = this.#options.clock.now() + refusedMs;
    }
    this.#options.spell.failed(error);
  }

  /** @param isLatest false when it was forgotten since it was asked for. */
  #remember(id: string, value: T | undefined, isLatest: boolean): void {
    const { clock, freshMs } = this.#options;
    const now = clock.now();
    if (!isLatest && (this.#remembered.peek(id)?.freshUntil ?? 0) > now) return;
    const lasts = value === undefined ? Math.min(absentMs, freshMs) : freshMs;
    this.#remembered.set(id, { value, freshUntil: isLatest ? now + lasts : 0 });
  }
}
