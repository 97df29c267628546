import type { ExternalId } from '../../event/context.ts';

/** A profile of the identity graph; one that was merged only says into which. */
export type ProfileRecord =
  | { readonly identifiers: readonly ExternalId[]; readonly mergedInto?: undefined }
  | { readonly mergedInto: number };

/** The queue of one destination: everything below `next` is settled, an exception, or in one of the `open` spans. */
export interface DestinationRecord {
  /** Counts the dispatchers that this destination has had; a settle by an earlier one is refused. */
  readonly epoch: number;
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
  /** When it is due, if it is `due`. */
  readonly at: number;
  readonly profile: number;
  readonly attempts: number;
  /** Set while its last outcome was `held`, even if it is now behind another one. */
  readonly held?: true;
  readonly reason?: string;
}

export interface DeadRecord {
  readonly stage: 'transform' | 'map' | 'deliver';
  readonly reason: string;
  readonly attempts: number;
  readonly at: number;
}

export interface DropRecord {
  readonly reason: string;
  readonly at: number;
}

/** Why a dead letter that was discarded went no further. */
export const discarded = 'its dead letter was discarded';

export interface Totals {
  readonly events: number;
  readonly dropped: number;
  readonly failed: number;
}

export const noTotals: Totals = { events: 0, dropped: 0, failed: 0 };

export function newDestination(next: number): DestinationRecord {
  return { epoch: 0, next, open: [], exceptions: 0, held: 0, dead: 0, delivered: 0, dropped: 0 };
}
