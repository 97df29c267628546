import type { ExternalId } from '../../event/context.ts';

/** A profile of the identity graph; one that was merged only says into which. */
export type ProfileRecord =
  | { readonly identifiers: readonly ExternalId[]; readonly mergedInto?: undefined }
  | { readonly mergedInto: number };

/** The queue of one destination: everything below `next` is settled, an exception, or in one of the `open` spans. */
export interface DestinationRecord {
  /** Counts the dispatchers that this destination has had; a settle by an earlier one is refused. */
  readonly epoch: number;
  /** The store that the dispatcher is: see {@link Presence}. */
  readonly owner?: string;
  /** Set while nothing is to be lent, by somebody's hand. */
  readonly paused?: true;
  /** Counts the profiles that became part of others: what is on loan may be of another profile since. */
  readonly merges?: number;
  /** Entries below `next` that cannot be read at all, so that nobody knows whether they were for this destination. */
  readonly unreadable?: number;
  /** The store's time when its exceptions were last written: that must not come again. */
  readonly changedAt?: number;
  /** How many of those were for it, as was found when nothing else was left. */
  readonly lost?: number;
  /** The first position that no lease has looked at, as far as is durably known. */
  readonly next: number;
  /** Spans below `next` whose leases were under way at the last write. */
  readonly open: readonly Span[];
  readonly exceptions: number;
  readonly held: number;
  readonly dead: number;
  readonly delivered: number;
  readonly dropped: number;
}

/** Positions from the first, inclusive, to the second, exclusive. */
export type Span = readonly [from: number, to: number];

/**
 * Why an event is not simply next in line. For each destination and profile, only the earliest exception is `due` or
 * `held`; the later ones are `behind` it. That keeps the events of a profile in order.
 */
export interface ExceptionRecord {
  readonly state: 'due' | 'held' | 'behind';
  /** Not to be lent before; what is `behind` also waits for those before it. */
  readonly at: number;
  readonly profile: number;
  readonly attempts: number;
  /** When the first attempt failed. Absent when none has. */
  readonly firstFailedAt?: number;
  /** The last of its failures, oldest first. */
  readonly failures?: readonly FailureRecord[];
  /** Set while its last outcome was `held`, even if it is now behind another one. */
  readonly held?: true;
  /** Since when it is held, or was kept back by a held one of its profile. Absent: since it was appended. */
  readonly heldSince?: number;
  readonly reason?: string;
}

export interface FailureRecord {
  readonly at: number;
  readonly reason: string;
}

export interface DeadRecord {
  readonly stage: 'transform' | 'map' | 'deliver';
  readonly reason: string;
  readonly attempts: number;
  readonly at: number;
  /** The last of its failures, oldest first, up to what it died of. Absent: that one is all that is known. */
  readonly failures?: readonly FailureRecord[];
}

export interface DropRecord {
  readonly reason: string;
  readonly at: number;
}

/** Why a dead letter that was discarded went no further. */
export const discarded = 'its dead letter was discarded';

export interface Totals {
  /** Entries that the log has now. */
  readonly events: number;
  /** Their size. */
  readonly bytes: number;
  /** Of all time. */
  readonly dropped: number;
  readonly failed: number;
}

export const noTotals: Totals = { events: 0, bytes: 0, dropped: 0, failed: 0 };

export function newDestination(next: number): DestinationRecord {
  return { epoch: 0, next, open: [], exceptions: 0, held: 0, dead: 0, delivered: 0, dropped: 0 };
}
