import type * as z from 'zod';
import type { TrackEvent } from './event.ts';

/** Names the track events of a team and the shape of their properties. Names are matched exactly. */
export type Plan = Readonly<Record<string, z.ZodType<object, object>>>;

/**
 * Declares a tracking plan. The identity function: it is there so that names and properties complete in the editor.
 *
 * @example
 * const ours = plan({ ...ecommerce, 'Gift Card Redeemed': z.object({ code: z.string() }) });
 */
export function plan<const P extends Plan>(events: P): P {
  return events;
}

/** The track event named `Name` of plan `P`, as transforms and destinations receive it. */
export type PlannedEvent<P extends Plan, Name extends keyof P & string> = TrackEvent<
  Name,
  z.output<P[Name]>
>;
