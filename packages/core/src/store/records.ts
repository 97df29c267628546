import type { Event } from '../event/event.ts';

/** An event that could not be delivered, kept until somebody replays or discards it. */
export interface DeadLetter {
  readonly ref: number;
  readonly event: Event;
  readonly stage: 'transform' | 'map' | 'deliver';
  /** Absent for stage `transform`. */
  readonly destination?: string;
  readonly reason: string;
  readonly attempts: number;
  /** When it died: ISO 8601, UTC. */
  readonly at: string;
}

export interface DeadLetterQuery {
  /** Only those of one destination. Default: all of them, and those of stage `transform`. */
  readonly destination?: string;
  readonly stage?: DeadLetter['stage'];
  readonly messageIds?: readonly string[];
  /** At most this many. Default 100 for a list, no limit otherwise. */
  readonly limit?: number;
}

/** An event that went no further, by somebody's rule. */
export interface Drop {
  readonly messageId: string;
  readonly event: string;
  /** Absent when a transform dropped it. */
  readonly destination?: string;
  readonly reason: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** An event that waits until something new is known of its profile. */
export interface Held {
  readonly messageId: string;
  readonly event: string;
  readonly destination: string;
  readonly reason: string;
}
