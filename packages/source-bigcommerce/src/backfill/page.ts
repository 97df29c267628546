import type { Draft, StateChange } from '@millrace/core';
import type { Subject } from '../subject.ts';
import type { PassedOver } from './report.ts';

/** What there is to tell of one thing that was read, and what is to be remembered of that. */
export interface Told {
  readonly subject: Subject;
  readonly drafts: readonly Draft[];
  readonly changes: readonly StateChange[];
  /** What is to be looked at because of it. */
  readonly also?: readonly Subject[];
}

/** One page, dealt with and not yet durable. */
export interface Page {
  readonly told: readonly Told[];
  /** What is told of other things because of these. */
  readonly besides?: readonly Told[];
  readonly passed: readonly PassedOver[];
  /** How many there were. */
  readonly read: number;
  /** Where the next page begins. */
  readonly cursor: string;
}

/** Makes a page durable; whoever reads it holds the locks of what it tells. */
export type CommitPage = (page: Page) => Promise<void>;

/** What a part of a backfill is read with. */
export interface PartCall {
  /** ISO 8601, UTC: the range of the time of creation, the end not included. */
  readonly from?: string | undefined;
  readonly until: string;
  /** Where it stopped. */
  readonly cursor: string | undefined;
  /** Whether what is known is told as if it were not: what was told before stays told once. */
  readonly again: boolean;
  readonly signal: AbortSignal;
}

/** How one kind of thing is read, oldest first. */
export interface Part {
  /** How many there are in the range; `undefined` when the store does not say. */
  total(call: PartCall): Promise<number | undefined>;
  /** Reads page after page, and has each made durable. */
  run(call: PartCall, commit: CommitPage): Promise<void>;
}

/** Whether something that was created then is in the range. */
export function isWithin(
  { from, until }: Pick<PartCall, 'from' | 'until'>,
  created: string,
): boolean {
  return created < until && (from === undefined || created >= from);
}

/** The bounds of a range for the vendor, a second wider on both sides: whether they are inclusive is written nowhere. */
export function widened({ from, until }: Pick<PartCall, 'from' | 'until'>) {
  const moved = (time: string, ms: number): string => new Date(Date.parse(time) + ms).toISOString();
  return { min: from === undefined ? undefined : moved(from, -1_000), max: moved(until, 1_000) };
}
