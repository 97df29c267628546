import type { EventOperation } from '../map/payload.ts';

export interface Twins {
  /** The first of each. */
  readonly firsts: readonly EventOperation[];
  /** For every other one, the first that it repeats. */
  readonly firstOf: ReadonlyMap<EventOperation, EventOperation>;
}

/**
 * Finds operations that say the same thing again: same profile, same metric, same unique_id. In one request they may
 * cost the whole of it.
 *
 * Klaviyo: Events API, Bulk Create Events
 */
export function findTwins(operations: readonly EventOperation[]): Twins {
  const seen = new Map<string, EventOperation>();
  const firstOf = new Map<EventOperation, EventOperation>();
  const firsts = operations.filter((operation) => {
    // The key is made of metric and unique_id.
    const key = `${whose(operation)} ${operation.key}`;
    const first = seen.get(key);
    if (first) firstOf.set(operation, first);
    else seen.set(key, operation);
    return first === undefined;
  });
  return { firsts, firstOf };
}

/** An event that knows less of its profile than its twin is of the same person still. */
function whose({ payload: { profile } }: EventOperation): string {
  return profile.email ?? profile.external_id ?? profile.phone_number ?? profile.anonymous_id ?? '';
}
