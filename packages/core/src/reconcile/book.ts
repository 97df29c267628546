import type { TrackEvent } from '../event/event.ts';

/** What is asked of a book: one event of the tracking plan, over a stretch of time. */
export interface BookQuery {
  /** Such as `Order Completed`. A book that knows nothing of it has no entries. */
  readonly event: string;
  /** From this instant on, it included: ISO 8601, UTC. */
  readonly from: string;
  /** Up to this instant, it not included: ISO 8601, UTC. */
  readonly until: string;
  /** The IANA time zone in which the days are counted, such as `Europe/Madrid`. Both ends of the stretch begin a day there. */
  readonly timeZone: string;
  /** Ends the reading. */
  readonly signal: AbortSignal;
}

/** Something that people should know of an entry, and that explains a difference. */
export interface EntryNote {
  /**
   * - `edited`: its value is another one today than when it was told.
   * - `reversed`: it would not be told any more: the order went back to where it was not placed, or was restored.
   * - `archived`: the order was put out of sight since it was told.
   * - `no address`: it says nothing that somebody can be told by.
   * - `passed over`: the side has decided not to tell it.
   */
  readonly kind: 'edited' | 'reversed' | 'archived' | 'no address' | 'passed over';
  /** For people: what it was, and what it is. */
  readonly text: string;
}

/** One fact, as a book has it. */
export interface Entry {
  /** What both sides call it, and nothing else in its account: the id of the order; of a part of it, that and the part's. */
  readonly key: string;
  /** Where a book counts it: the metric. Default: the name of the event. */
  readonly account?: string;
  /** When it happened: ISO 8601, UTC. */
  readonly at: string;
  /** What it is worth, as a plain decimal such as `29.98`. Absent: nothing. */
  readonly value?: string;
  /** ISO 4217. Absent: none was said. */
  readonly currency?: string;
  /** What people look for: the id of the order. Default: the key. */
  readonly order?: string;
  /** The `messageId` of the event that tells it. */
  readonly messageId?: string;
  /** Of a source: the event, worth what it was when it was told. A book that can `reckon` makes its own entries of it. */
  readonly told?: ToldEvent;
  /** Of a source: the same event as it would be told today, where that is another one. */
  readonly today?: ToldEvent;
  readonly note?: EntryNote;
}

/** What of an event its worth depends on. */
export type ToldEvent = Pick<TrackEvent, 'event' | 'properties' | 'timestamp' | 'messageId'>;

/** How much a book has of one account, one day and one currency. */
export interface BookDay {
  readonly account?: string;
  /** As `2026-07-15`, in the time zone of the query. */
  readonly day: string;
  readonly currency?: string;
  readonly count: number;
  /** The sum, as a plain decimal. */
  readonly value: string;
}

/**
 * One side's account of what happened: a shop's, or that of the place where events go. Two of them are compared by
 * `@millrace/reconcile`. It only reads.
 *
 * Errors are those of its vendor's API: typed, and fit to be shown.
 */
export interface Book {
  /** As the source or the destination is named in the pipeline. */
  readonly name: string;
  /** The IANA time zone in which this side counts its days for people; `undefined` when it does not say. */
  timeZone(signal: AbortSignal): Promise<string | undefined>;
  /** Every entry of a stretch of time, each once, in any order: read as it is needed, page by page. */
  entries(query: BookQuery): AsyncIterable<Entry>;
  /**
   * The sums of each day, where they can be had without reading the entries. They decide which days are looked into, so
   * they may be inexact by less than a hundredth of a cent.
   */
  days?(query: BookQuery): Promise<readonly BookDay[]>;
  /**
   * Of a destination: the entries that it has of an event, reckoned as its mapping does. Pure. Without it, the values of
   * the source's entries are compared as they are.
   */
  reckon?(event: ToldEvent): readonly Entry[];
}

/** A fact that is to be told once more. */
export interface Retelling {
  readonly event: string;
  readonly order: string;
  readonly messageId: string;
}

/** A source that can be asked to tell facts of the past once more, as a repair does. */
export interface Reteller {
  /**
   * Forgets that it has told these facts and looks at what they are about once more, so that they are told again, with
   * the `messageId` that they had: a pipeline that has the event already takes it for a duplicate. Resolves when that is
   * durable; the telling follows.
   *
   * @returns the `messageId`s of those it can tell; others are not its facts.
   */
  retell(facts: readonly Retelling[]): Promise<readonly string[]>;
}
