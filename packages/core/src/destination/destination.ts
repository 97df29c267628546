import type { Event } from '../event/event.ts';
import type { Profile } from '../identity/profile.ts';
import type { Clock } from '../observe/clock.ts';
import type { Logger } from '../observe/logger.ts';
import type { Lane, Mapping, Operation } from './operation.ts';
import type { Outcome } from './outcome.ts';

/** What the pipeline lends to a destination. */
export interface DestinationContext {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Aborted when the pipeline closes and its time is up: give up, the operations will be delivered after a restart. */
  readonly signal: AbortSignal;
}

/** One call's worth of operations: all of one lane, within its limits, in append order per profile. */
export interface Batch<Payload = unknown> {
  readonly lane: string;
  readonly operations: readonly Operation<Payload>[];
}

/**
 * Where events go. It has no queue, no timer, no retry: the pipeline has them. It is two functions.
 *
 * - `map` says what an event is worth here. Pure: the same event and profile always give the same operations, and the
 *   input is frozen. A single event and a batch take the same way.
 * - `deliver` makes one call. It answers one outcome for each operation, in their order, or throws: a
 *   {@link DestinationUnavailable} when nothing is wrong with the operations, anything else when something is (all of
 *   them then count an attempt). It must be safe to repeat: an operation may come again after a crash, with the same
 *   key. An answer that was lost on the way is a throw.
 *
 * No secret may appear in an error, a reason or a log line.
 */
export interface Destination<Payload = unknown> {
  /** As it is named in `integrations`, in errors and in the store: `Klaviyo`. Unique in a pipeline, and stable. */
  readonly name: string;
  readonly lanes: Readonly<Record<string, Lane>>;
  /** Whether it takes such an event at all. Asked before the event is stored; default: every event. */
  accepts?(event: Event): boolean;
  map(event: Event, profile: Profile): Mapping<Payload>;
  deliver(batch: Batch<Payload>, context: DestinationContext): Promise<readonly Outcome[]>;
  /** Lets go of sockets and the like. Called once, after the last `deliver`. */
  close?(): Promise<void>;
}

/** Declares a destination. The identity function: it is there for the types. */
export function defineDestination<Payload>(
  destination: Destination<Payload>,
): Destination<Payload> {
  return destination;
}
