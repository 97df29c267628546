import type { EventOperation } from '../map/payload.ts';

/**
 * Leaves out operations that say the same thing again: same metric, same unique_id, and a profile that one identifier at
 * least is the same of. In one request they may cost the whole of it.
 *
 * Klaviyo: Events API, Bulk Create Events
 */
export function withoutTwins(operations: readonly EventOperation[]): readonly EventOperation[] {
  const seen = new Map<string, EventOperation>();
  const others = new Map<string, EventOperation[]>();
  return operations.filter((operation) => {
    // The key is made of metric and unique_id. Almost always it is there once.
    const known = seen.get(operation.key);
    if (known === undefined) {
      seen.set(operation.key, operation);
      return true;
    }
    const rest = others.get(operation.key) ?? [];
    if ([known, ...rest].some((other) => areOfOne(operation, other))) return false;
    others.set(operation.key, [...rest, operation]);
    return true;
  });
}

const identifiers = ['email', 'external_id', 'phone_number', '_kx', 'anonymous_id'] as const;

/** An event that knows less of its profile than its twin is of the same person still. */
function areOfOne({ payload: { profile: a } }: EventOperation, other: EventOperation): boolean {
  const { profile: b } = other.payload;
  return identifiers.some((name) => a[name] !== undefined && a[name] === b[name]);
}
