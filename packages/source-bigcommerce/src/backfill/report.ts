import type { Subject } from '../subject.ts';

/** What a backfill reads, in this order: profiles are there before the orders that belong to them. */
export type BackfillPart = 'customers' | 'subscribers' | 'orders';

/** What became of the things of one part, summed up over all runs of the range. */
export interface PartCounts {
  /** How many were read. */
  readonly read: number;
  /** How many events came of them that were new. */
  readonly events: number;
  /** Those that had nothing to tell, or nothing that was not told before. */
  readonly known: number;
  /** Those that were passed over: `skipped()` has the reasons. */
  readonly skipped: number;
}

/** How far a backfill is: after each page, when it begins and ceases to wait, and once more at the end. */
export interface BackfillProgress extends PartCounts {
  readonly part: BackfillPart;
  /** How many of this part the store had when the part began. `undefined` when it did not say. */
  readonly total: number | undefined;
  /** How long the rest of this part takes at the present pace, in milliseconds. `undefined` while that is a guess. */
  readonly etaMs: number | undefined;
  /** Why it waits for BigCommerce, which cannot answer; absent when it does not wait. The quota is no reason. */
  readonly waiting?: string;
  /** `running` until the last call about this part, which says how it ended. */
  readonly state: 'running' | BackfillReport['outcome'] | 'failed';
}

/** A thing that was passed over. */
export interface PassedOver {
  readonly subject: Subject;
  readonly reason: string;
}

/** What came of a backfill. */
export interface BackfillReport {
  /**
   * `finished`: all of the range is told. `finished before`: by an earlier call; nothing was done. `stopped`: by its
   * signal, or because the pipeline closed; the same call goes on where it stopped.
   */
  readonly outcome: 'finished' | 'finished before' | 'stopped';
  /** Whether it went on where an earlier run had stopped. */
  readonly resumed: boolean;
  /** The range: ISO 8601, UTC. `from` is absent when it had no beginning. */
  readonly from?: string;
  readonly until: string;
  readonly parts: Readonly<Partial<Record<BackfillPart, PartCounts>>>;
  /** The first 1,000 that this run passed over. All of them: `skipped()`. */
  readonly skipped: readonly PassedOver[];
}
