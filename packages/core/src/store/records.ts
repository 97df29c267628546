import type { Event } from '../event/event.ts';

/** An event that could not be delivered, kept until somebody replays or discards it. */
export interface DeadLetter {
  readonly ref: number;
  readonly event: Event;
  /** Set when its bytes are damaged: `event` only stands in for it then, and is not replayed. */
  readonly damaged?: true;
  readonly stage: 'transform' | 'map' | 'deliver';
  /** Absent for stage `transform`. */
  readonly destination?: string;
  readonly reason: string;
  readonly attempts: number;
  /** Its last ten failures, oldest first; the last one is what it died of. */
  readonly history: readonly Failure[];
  /** When it died: ISO 8601, UTC. */
  readonly at: string;
}

/** One attempt that failed. */
export interface Failure {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly reason: string;
}

export interface DeadLetterQuery {
  /** Only those of one destination. Default: all of them, and those of stage `transform`. */
  readonly destination?: string;
  readonly stage?: DeadLetter['stage'];
  readonly messageIds?: readonly string[];
  /** At most this many. Default 100 for a list, no limit otherwise. */
  readonly limit?: number;
  /** Only those behind this one: the last of a page, to list the next page. Only for a list. */
  readonly after?: Pick<DeadLetter, 'ref' | 'destination'>;
}

/** Which events of the log become due again for a destination. All conditions must hold. */
export interface Readmission {
  /** Only those that were appended at this time or later. Milliseconds since 1970; default: from the first one on. */
  readonly from?: number;
  /** Only those that were appended before this time. Milliseconds since 1970; default: up to the last one. */
  readonly to?: number;
  readonly messageIds?: readonly string[];
  /** Whether the destination has a use for the event. */
  wants(event: Event): boolean;
}

/** What a walk through the whole store has found. */
export interface VerifyReport {
  /** How many events are in the log. */
  readonly entries: number;
  /** What is not as it must be, for people to read; at most a hundred of it. Empty when all is well. */
  readonly problems: readonly string[];
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

/** What a source remembers under one key. */
export interface Remembered {
  readonly key: string;
  readonly value: unknown;
}
