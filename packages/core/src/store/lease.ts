import type { Event } from '../event/event.ts';
import { MillraceError } from '../event/error.ts';
import type { Profile } from '../identity/profile.ts';

export interface LeaseRequest {
  /** At most this many events. */
  readonly maxEvents: number;
  /** At most this many bytes of stored events; one event is always lent, whatever its size. */
  readonly maxBytes: number;
  /** Milliseconds until the lease expires and its events are lent to somebody else. */
  readonly leaseMs: number;
  /**
   * At most this many events that have failed before (`attempts` > 0); others that are due are lent nevertheless. Default:
   * no limit.
   */
  readonly maxRetries?: number;
}

export interface LeasedEvent {
  /** Its position in the log. */
  readonly ref: number;
  readonly event: Event;
  /** Who it is about, as the identity graph knows them now. */
  readonly profile: Profile;
  /** How many attempts have failed before this one. */
  readonly attempts: number;
  /** When the first of them failed, in milliseconds since 1970. Absent when none has. */
  readonly firstFailedAt?: number;
  /** Milliseconds since 1970. */
  readonly appendedAt: number;
}

export interface Lease {
  readonly id: number;
  readonly destination: string;
  /** Which dispatcher it was given to; a later one makes it void. */
  readonly epoch: number;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly events: readonly LeasedEvent[];
}

/** What became of one event of a lease. */
export type Settlement = { readonly ref: number } & (
  | { readonly status: 'delivered' }
  /** Counts an attempt, and blocks its profile until `at`. */
  | { readonly status: 'retry'; readonly at: number; readonly reason: string }
  /** Due again as it was: no attempt is counted. */
  | { readonly status: 'release' }
  /** Waits until something new is known of its profile. */
  | { readonly status: 'held'; readonly reason: string }
  | { readonly status: 'dropped'; readonly reason: string }
  | { readonly status: 'dead'; readonly stage: 'map' | 'deliver'; readonly reason: string }
);

/** Thrown by `settle` when the lease is no longer ours: its events have been lent to somebody else. */
export class LeaseLost extends MillraceError {
  constructor(destination: string, why: string) {
    super(
      'LEASE_LOST',
      `The lease on events for ${destination} was lost: ${why}. Its events will be delivered again by whoever has them now.`,
    );
  }
}
