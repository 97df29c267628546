import type { Draft } from '../event/message.ts';
import type { Clock } from '../observe/clock.ts';
import type { Logger } from '../observe/logger.ts';
import type { Receipt } from './receipt.ts';

/** A change to what a source remembers. `undefined` forgets the key. Values are JSON. */
export interface StateChange {
  readonly key: string;
  readonly value: unknown;
}

/** What the pipeline lends to a source. */
export interface SourceContext {
  readonly clock: Clock;
  readonly logger: Logger;
  /**
   * Appends drafts, and what the source must remember of them (a cursor, a ledger, an inbox), in one durable commit: all
   * of it is on disk when this resolves, or none of it. Acknowledge upstream only after that.
   *
   * Each draft needs a `messageId` that is derived from the fact it tells, so that the same fact told twice is one event.
   *
   * @returns one receipt for each draft, in their order.
   * @throws {InvalidEvent} when a draft is malformed; nothing is stored then, the state neither.
   * @throws {StoreFull} when the store takes no more for now.
   */
  commit(drafts: readonly Draft[], state?: readonly StateChange[]): Promise<readonly Receipt[]>;
  /** What this source remembers under `key`. */
  recall(key: string): Promise<unknown>;
  /**
   * What this source remembers under the keys that start with `prefix`, in key order: the first `limit` of them. To go on
   * from there, give the last key of that answer as `after`.
   */
  recallAll(prefix: string, limit: number, after?: string): Promise<readonly StateChange[]>;
}

/**
 * Where events come from: a webhook, a poll, a file. The names of its events and their ids are deterministic.
 *
 * Life: `attach` once, when the pipeline is created (a webhook may answer from then on); `start` when the pipeline
 * starts; `stop` when it closes. `stop` is safe to call without `start`, and twice; when it resolves, the source does
 * nothing any more.
 */
export interface Source {
  /** Unique in a pipeline, and stable: the source's memory is kept under it. */
  readonly name: string;
  attach(context: SourceContext): void;
  start?(): Promise<void>;
  stop?(): Promise<void>;
}

/** Declares a source. The identity function: it is there for the types. */
export function defineSource<S extends Source>(source: S): S {
  return source;
}
