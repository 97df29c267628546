import type { Clock } from '../../observe/clock.ts';
import type {
  DestinationRecord,
  ExceptionRecord,
  DeadRecord,
  DropRecord,
  ProfileRecord,
  Totals,
} from './rows.ts';

export type Part = string | number;
export type Key = Part | readonly Part[];

/** Sorts behind every name and id: strings are sorted by their code points. */
export const lastName = '\u{10ffff}';

export interface Range<K extends Key> {
  /** Inclusive. */
  readonly start: K;
  /** Exclusive. */
  readonly end: K;
  readonly limit?: number;
  readonly reverse?: boolean;
}

/** An ordered table. Numbers sort before strings, shorter arrays before the longer ones that they begin. */
export interface Table<K extends Key, V> {
  get(key: K): V | undefined;
  /** Only inside {@link Database.write}. */
  put(key: K, value: V): void;
  /** Only inside {@link Database.write}. */
  remove(key: K): void;
  /** With `reverse`, from the last one before `end` down to `start`. Not to be consumed across an `await`. */
  range(range: Range<K>): Iterable<{ readonly key: K; readonly value: V }>;
}

/** The tables of a store. Compound keys are written as they sort. */
export interface Tables {
  /** Position -> one event, as {@link encodeEntry} writes it. */
  readonly log: Table<number, Uint8Array>;
  /** Message id -> position. */
  readonly messageIds: Table<string, number>;
  /** `type NUL id` -> profile. */
  readonly identifiers: Table<string, number>;
  readonly profiles: Table<number, ProfileRecord>;
  readonly destinations: Table<string, DestinationRecord>;
  /** Destination -> how many events were routed to it. Apart, as appends write it and settles do not. */
  readonly routed: Table<string, number>;
  readonly totals: Table<'totals', Totals>;
  /** [destination, position] -> an event that is not simply next in line. */
  readonly exceptions: Table<readonly [string, number], ExceptionRecord>;
  /** [destination, due at, position]: exceptions by when they are due; 2 for those that have failed before. */
  readonly due: Table<readonly [string, number, number], 1 | 2>;
  /** [destination, profile, position]: exceptions by whom they are about. */
  readonly byProfile: Table<readonly [string, number, number], 1>;
  /** [destination or '' for a transform, position]. */
  readonly dead: Table<readonly [string, number], DeadRecord>;
  /** [position, destination or '' for a transform]. */
  readonly drops: Table<readonly [number, string], DropRecord>;
  /** [source, key] -> what the source remembers. */
  readonly memory: Table<readonly [string, string], unknown>;
}

/**
 * Notes that outlive the process, though not a crash of the machine. All that have the database open see them. They are
 * written at once and not flushed, so they cost next to nothing: for what is only a hint. One line each.
 */
export interface Scratch {
  get(name: string): string | undefined;
  /** Never throws: a full disk may lose a note. */
  put(name: string, note: string): void;
  remove(name: string): void;
  /** In order. */
  names(prefix: string): readonly string[];
}

/** Appends bring something new. All else is `essential`: it tells what became of events, or makes room. */
export type WriteKind = 'append' | 'essential';

/** What an adapter gives to the engine: ordered tables, and writes that are atomic and durable. */
export interface Database {
  readonly name: string;
  readonly tables: Tables;
  readonly scratch: Scratch;
  /**
   * Runs `fn`, which may read and write all tables, as one transaction. Resolves with its result once the writes are
   * durable; rejects, having written nothing, when `fn` throws or the disk refuses. `fn` runs alone. It does not run
   * at all when an append would meet a disk that is known to be full; what is essential may run twice, if the disk was full
   * the first time: nothing of the first run is left in the tables then.
   *
   * @param kind what is essential may use what is kept back for a full disk. Default `essential`.
   * @throws {StoreFull} when the disk is full.
   * @throws {StoreUnavailable} when it fails otherwise.
   */
  write<T>(fn: () => T, kind?: WriteKind): Promise<T>;
  /** Whether appends are refused as the disk is full. */
  isFull(): boolean;
  /** The last position of the log, 0 for an empty one. */
  lastPosition(): number;
  /**
   * Calls `fn` a quarter of a second or less after others have written, and maybe after our own writes, until the returned
   * function is called. Left out by a database that nobody else can have open.
   */
  watch?(clock: Clock, fn: () => void): () => void;
  /** The tables as they are now, whatever is written before `release`. */
  snapshot(): { readonly tables: Tables; release(): void };
  close(): Promise<void>;
}
