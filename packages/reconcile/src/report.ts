import type { EntryNote } from '@millrace/core';

/** How many, and what they are worth together: a plain decimal such as `1204.98`. */
export interface Sum {
  readonly count: number;
  readonly value: string;
}

/** One account on one day in one currency, on both sides. */
export interface Row {
  readonly event: string;
  /** Where the destination counts it: the metric. */
  readonly account: string;
  /** As `2026-07-15`, in the report's time zone. */
  readonly day: string;
  /** ISO 4217; empty where none was said. */
  readonly currency: string;
  /** What the source has told, or would tell. */
  readonly source: Sum;
  readonly destination: Sum;
  /** What has become of the value on the source's side since it was told: a plain decimal, `0.00` where nothing has. */
  readonly editedBy: string;
  /** Count and value are the same. */
  readonly agrees: boolean;
  /** They are not, and every difference behind it is explained. */
  readonly explained: boolean;
}

/** Why a difference is there, as far as it is known. */
export interface Explanation {
  readonly kind: EntryNote['kind'] | 'held' | 'dead letter' | 'dropped' | 'recent';
  readonly text: string;
}

/** What one order differs in. */
export interface Difference {
  /**
   * - `missing`: the destination does not have it.
   * - `extra`: the source does not have it.
   * - `twice`: the destination has it more than once, for two people for instance.
   * - `value`: it is worth something else, or its currency is another one.
   * - `day`: it is on another day.
   */
  readonly kind: 'missing' | 'extra' | 'twice' | 'value' | 'day';
  readonly event: string;
  readonly account: string;
  /** The id of the order. */
  readonly order: string;
  /** What both sides call the fact: the id of the order, or of a part of it. */
  readonly key: string;
  readonly messageId?: string;
  readonly source?: Side;
  readonly destination?: Side;
  /**
   * With it, the difference is as it has to be, or will go by itself: {@link Report.agrees} leaves it out. All but a dead
   * letter, which waits for somebody.
   */
  readonly explained?: Explanation;
}

/** What one side says of an order. */
export interface Side {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly day: string;
  readonly value: string;
  readonly currency: string;
}

/** Something about an order on which both sides agree, and that is good to know all the same. */
export interface Noted {
  readonly event: string;
  readonly order: string;
  readonly note: EntryNote;
}

/** Something about the two sides as a whole. */
export interface ReportFinding {
  /**
   * - `time zones differ`: each side's own reports count other days than those of the other.
   * - `times shifted`: the times of one side are those of the other, moved by a constant.
   * - `pending`: the pipeline has events for the destination that are not delivered yet.
   * - `unlisted`: there were more differences than are listed.
   */
  readonly kind: 'time zones differ' | 'times shifted' | 'pending' | 'unlisted';
  readonly text: string;
}

/** What came of comparing two books. Plain JSON. */
export interface Report {
  readonly source: string;
  readonly destination: string;
  readonly from: string;
  readonly until: string;
  readonly timeZone: string;
  /** What each side counts its own days in, where it says so. */
  readonly zones: { readonly source?: string; readonly destination?: string };
  /** In the order of the events, accounts, days and currencies. Days on which nothing happened are left out. */
  readonly rows: readonly Row[];
  /** The rows of a currency added up, by account: `day` is empty. */
  readonly totals: readonly Row[];
  readonly differences: readonly Difference[];
  /** How many there are, listed or not; `open`: those that are not explained, and dead letters. */
  readonly counts: { readonly open: number; readonly explained: number };
  readonly notes: readonly Noted[];
  readonly findings: readonly ReportFinding[];
  /** No difference is open. */
  readonly agrees: boolean;
}
