import type { Warning } from './warning.ts';

/**
 * One idempotent API call's worth of work: what an event becomes for a destination. An order of five lines is six
 * operations for Klaviyo.
 */
export interface Operation<Payload = unknown> {
  /** Which of the destination's lanes it travels in. */
  readonly lane: string;
  /**
   * The idempotency key, derived from the business key of the event (order id, line id): the same fact always has the
   * same key, whichever way and however often it comes.
   */
  readonly key: string;
  readonly payload: Payload;
  /** How many bytes the payload will take in a call, if that is known. Default: its JSON is measured. */
  readonly bytes?: number;
}

/** What {@link Destination.map} says of one event. */
export type Mapping<Payload = unknown> =
  /** `warnings`: what somebody should know of it, told once it is delivered. */
  | { readonly operations: readonly Operation<Payload>[]; readonly warnings?: readonly Warning[] }
  /** Kept until the identity graph learns a new identifier of the event's profile, then mapped again. */
  | { readonly hold: string }
  /** Goes no further here, for the reason given; counted and listed. */
  | { readonly drop: string }
  /** Can never be delivered, for the reason given; becomes a dead letter. */
  | { readonly reject: string };

/** At most `calls` calls in any `perMs` milliseconds. */
export interface RateLimit {
  readonly calls: number;
  readonly perMs: number;
}

/**
 * Operations of one destination that share an endpoint, and so its batch limits. Operations of one profile that lie in
 * different lanes are delivered one lane after the other, in the order of their events.
 */
export interface Lane {
  /** The most operations that one call of `deliver` may carry. */
  readonly maxOperations: number;
  /** The most bytes of JSON that the payloads of one call may add up to. Default: no limit. */
  readonly maxBytes?: number;
  /**
   * The most calls that may be under way at once. Default 4. How many there are adapts to how the destination answers:
   * from one upwards while it answers as fast as before, and down when it fails or becomes slower.
   */
  readonly concurrency?: number;
  /** How many calls the vendor allows in how long; at most nine tenths of it is used. Default: no limit. */
  readonly limits?: readonly RateLimit[];
  /**
   * The same of calls that carry one operation, where the vendor has another endpoint for these and counts them apart.
   * Default: they count as all others.
   */
  readonly singleLimits?: readonly RateLimit[];
}
