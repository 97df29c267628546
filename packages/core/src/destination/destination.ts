import type { Event } from '../event/event.ts';
import type { Profile } from '../identity/profile.ts';
import type { Clock } from '../observe/clock.ts';
import type { Logger } from '../observe/logger.ts';
import type { Lane, Mapping, Operation } from './operation.ts';
import type { Outcome } from './outcome.ts';
import type { Finding } from './warning.ts';

/** What the pipeline lends to a destination. */
export interface DestinationContext {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Aborted when the pipeline closes and its time is up: give up, the operations will be delivered after a restart. */
  readonly signal: AbortSignal;
  /**
   * Tells the pipeline what an answer said of the vendor's limits, one for each window that it spoke of: the calls of
   * `lane` then slow down to nine tenths of what remains over the time that is left. They never get faster than the
   * lane's `limits`. What an earlier answer said is forgotten; windows that cannot be read are ignored. While a call
   * of one operation is under way, it is told of those calls if they have `singleLimits`.
   */
  quota(lane: string, ...windows: readonly Quota[]): void;
}

/** What the pipeline lends to a destination that starts. */
export type StartContext = Omit<DestinationContext, 'quota'>;

/** What a vendor says of one window of its limits. */
export interface Quota {
  /** How many calls it still takes in this window. */
  readonly remaining: number;
  /** When the window ends, in milliseconds since 1970. At most a day ahead is believed. */
  readonly resetAt: number;
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
 *   {@link DestinationUnavailable} when nothing is wrong with the operations, a {@link BatchRefused} when something in
 *   the batch made the vendor refuse all of it, anything else when it is not known what went wrong (all of them then
 *   count an attempt). It must be safe to repeat: an operation may come again after a crash, with the same key. An
 *   answer that was lost on the way is a `DestinationUnavailable`.
 *
 * No secret may appear in an error, a reason or a log line.
 */
export interface Destination<Payload = unknown> {
  /** As it is named in `integrations`, in errors and in the store: `Klaviyo`. Unique in a pipeline, and stable. */
  readonly name: string;
  /**
   * Whose limits its calls use up, for vendors that count them per account: destinations of the same name and account
   * in one process keep to the limits of a lane together. Anything that tells accounts apart and is no secret, such as
   * the first digits of a hash of the key. Default: it has its limits to itself.
   */
  readonly account?: string;
  readonly lanes: Readonly<Record<string, Lane>>;
  /** Whether it takes such an event at all. Asked before the event is stored; default: every event. */
  accepts?(event: Event): boolean;
  map(event: Event, profile: Profile): Mapping<Payload>;
  deliver(batch: Batch<Payload>, context: DestinationContext): Promise<readonly Outcome[]>;
  /**
   * Looks, once, when the pipeline starts, at what would go wrong later: the key, the settings, the account. Deliveries
   * do not wait for it, and what it throws fails nothing. Its findings are logged; warnings and errors are activity,
   * too. It gives up when the signal of the context is aborted.
   */
  start?(context: StartContext): Promise<readonly Finding[]>;
  /** Lets go of sockets and the like. Called once, after the last `deliver`. */
  close?(): Promise<void>;
}

/** Declares a destination. The identity function: it is there for the types. */
export function defineDestination<Payload>(
  destination: Destination<Payload>,
): Destination<Payload> {
  return destination;
}
