import type { Event, TrackEvent } from '../event/event.ts';
import type { ecommerce } from '../event/ecommerce/index.ts';
import type { Plan, PlannedEvent } from '../event/plan.ts';

/** What a transform may use besides the event. */
export interface TransformTools {
  /** When the event was received, in milliseconds since 1970: the only clock a pure function may read. */
  readonly now: number;
}

/** The events a transform gives back: one, several, or `null` to drop the event. */
export type Transformed = Event | readonly Event[] | null;

/**
 * Changes events before they are stored: adds, corrects, splits or drops them. A pure function: the same event gives
 * the same answer, and the event it is given is frozen, so give a changed copy.
 *
 * A transform that throws never lets the event through: it becomes a dead letter of stage `transform`.
 */
export interface Transform {
  readonly name: string;
  /** The name of the track event that it applies to; the others pass it by. Default: every event. */
  readonly on?: string;
  apply(event: Event, tools: TransformTools): Transformed | Promise<Transformed>;
}

type On<Name extends string, P extends Plan> = Name extends keyof P & string
  ? PlannedEvent<P, Name>
  : TrackEvent<Name>;

/** A transform of one named event of a plan, as it is unit-tested: `apply` takes and knows just that event. */
export interface TransformOn<Name extends string, P extends Plan = typeof ecommerce> {
  readonly name: string;
  readonly on: Name;
  /** The tracking plan that types `on`. Default: the Segment e-commerce spec. Used for its types only. */
  readonly plan?: P;
  apply(event: On<Name, P>, tools: TransformTools): Transformed | Promise<Transformed>;
}

export function defineTransform<const Name extends string, const P extends Plan = typeof ecommerce>(
  transform: TransformOn<Name, P>,
): TransformOn<Name, P> & Transform;
export function defineTransform(transform: Transform): Transform;
/**
 * Declares a transform.
 *
 * @example
 * const dropInternalTraffic = defineTransform({
 *   name: 'drop internal traffic',
 *   apply: (event) => (event.context.ip?.startsWith('10.') ? null : event),
 * });
 */
export function defineTransform(transform: Transform): Transform {
  return transform;
}
