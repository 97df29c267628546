import { ecommerce, withSpecNames } from '../event/ecommerce/index.ts';
import type { Event } from '../event/event.ts';
import type { Plan } from '../event/plan.ts';
import { InvalidEvent, UnplannedEvent } from '../event/invalid-event.ts';

/** Checks events against a tracking plan. */
export type Validate = (event: Event) => Event;

/**
 * Makes the check of a plan. Only track events are planned; the others pass.
 *
 * @returns a function that gives the event back with its properties as the plan's schema has them, and throws
 * {@link InvalidEvent} or {@link UnplannedEvent}.
 */
export function validator(plan: Plan, unplanned: 'allow' | 'reject'): Validate {
  const spec: Plan = ecommerce;
  return (event) => {
    if (event.type !== 'track') return event;
    const schema = Object.hasOwn(plan, event.event) ? plan[event.event] : undefined;
    if (schema === undefined) {
      if (unplanned === 'reject') throw new UnplannedEvent(event, event.event);
      return event;
    }
    // Only where the schema is the spec's own: a team may mean `orderId` in its own.
    const isSpec = Object.hasOwn(spec, event.event) && schema === spec[event.event];
    const parsed = schema.safeParse(isSpec ? withSpecNames(event.properties) : event.properties);
    if (!parsed.success) throw InvalidEvent.from(event, parsed.error, 'properties');
    return { ...event, properties: parsed.data as typeof event.properties };
  };
}
