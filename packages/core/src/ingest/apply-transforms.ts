import type { Event } from '../event/event.ts';
import { deepFreeze } from '../event/json.ts';
import type { Transform } from '../transform/transform.ts';
import { InvalidEvent } from '../event/invalid-event.ts';

/** What the transforms made of one event. */
export type Applied =
  | { readonly kind: 'events'; readonly events: readonly Event[] }
  | { readonly kind: 'dropped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

const concerns = (transform: Transform, event: Event): boolean =>
  transform.on === undefined || (event.type === 'track' && event.event === transform.on);

/** Makes sure that what a transform made of the event `of` is an event, and what the plan says. */
export type Check = (made: Event, of: Event) => Event;

/** Whether any transform wants to see the event: if none does, it need not be copied and frozen. */
export function anyConcerns(transforms: readonly Transform[], event: Event): boolean {
  return transforms.some((transform) => concerns(transform, event));
}

/**
 * Passes an event through the transforms, in their order. Never lets the raw event through when one of them fails.
 *
 * @param event the caller's own no more: it is frozen.
 */
export async function applyTransforms(
  transforms: readonly Transform[],
  event: Event,
  check: Check,
): Promise<Applied> {
  let events: readonly Event[] = [event];
  let by = '';
  for (const transform of transforms) {
    const next: Event[] = [];
    for (const current of events) {
      if (!concerns(transform, current)) {
        next.push(current);
        continue;
      }
      try {
        next.push(...(await applyOne(transform, current, check)));
      } catch (error) {
        return {
          kind: 'failed',
          reason: `transform "${transform.name}" failed: ${describe(error)}`,
        };
      }
    }
    if (next.length === 0) by ||= transform.name;
    events = next;
  }
  if (events.length === 0) return { kind: 'dropped', reason: `transform "${by}" dropped it` };
  const made = withOwnIds(events, event.messageId);
  const ids = made.map(({ messageId }) => messageId);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) {
    return { kind: 'failed', reason: `the transforms made two events with the id "${repeated}"` };
  }
  return { kind: 'events', events: made };
}

async function applyOne(
  transform: Transform,
  event: Event,
  check: Check,
): Promise<readonly Event[]> {
  const answer = await transform.apply(deepFreeze(event), { now: Date.parse(event.receivedAt) });
  if (answer === null) return [];
  if (answer === undefined) {
    throw new TypeError(
      'it returned undefined: return the event, several events, or null to drop it',
    );
  }
  const events = Array.isArray(answer) ? (answer as readonly Event[]) : [answer as Event];
  // What a transform changed is checked again: the store and the destinations trust it.
  return events.map((made) => (made === event ? made : check(made, event)));
}

/** Events made of one draft need ids of their own, and the same ones each time. */
function withOwnIds(events: readonly Event[], draftId: string): readonly Event[] {
  return events.map((event, index) =>
    index > 0 && event.messageId === draftId
      ? { ...event, messageId: `${draftId}/${index + 1}` }
      : event,
  );
}

function describe(error: unknown): string {
  if (error instanceof InvalidEvent) {
    const issues = error.issues.map(({ path, message }) =>
      path ? `${path}: ${message}` : message,
    );
    return `it made an event that is none: ${issues.join('; ')}`;
  }
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
