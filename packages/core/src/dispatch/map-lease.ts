import type { Destination } from '../destination/destination.ts';
import type { Operation } from '../destination/operation.ts';
import { deepFreeze } from '../event/json.ts';
import type { ProfileId } from '../identity/profile.ts';
import type { Lease, LeasedEvent } from '../store/lease.ts';
import type { Conclusion } from './conclude.ts';

/** An event and the operations that it became. */
export interface MappedEvent {
  readonly leased: LeasedEvent;
  readonly operations: readonly Operation[];
}

export interface MappedLease {
  readonly mapped: readonly MappedEvent[];
  /** Events of which nothing is to be delivered. */
  readonly settled: readonly Conclusion[];
}

/**
 * Maps the events of a lease, each for itself: one that cannot be mapped harms no other. What follows a held event of
 * the same profile waits with it, so that it does not overtake it.
 */
export function mapLease(destination: Destination, lease: Lease): MappedLease {
  const mapped: MappedEvent[] = [];
  const settled: Conclusion[] = [];
  const waiting = new Set<ProfileId>();
  for (const leased of lease.events) {
    const { ref, profile } = leased;
    if (waiting.has(profile.id)) {
      settled.push({ ref, status: 'release' });
      continue;
    }
    const result = mapOne(destination, leased);
    if ('operations' in result) mapped.push(result);
    else settled.push(result);
    if ('status' in result && result.status === 'held') waiting.add(profile.id);
  }
  return { mapped, settled };
}

function mapOne(destination: Destination, leased: LeasedEvent): MappedEvent | Conclusion {
  const { ref, event, profile } = leased;
  try {
    const mapping = destination.map(deepFreeze(event), deepFreeze(profile));
    if ('hold' in mapping) return { ref, status: 'held', reason: mapping.hold };
    if ('drop' in mapping) return { ref, status: 'dropped', reason: mapping.drop };
    if ('reject' in mapping)
      return { ref, status: 'dead', stage: 'map', reason: mapping.reject, refused: true };
    const stray = mapping.operations.find(({ lane }) => !Object.hasOwn(destination.lanes, lane));
    if (stray !== undefined) throw new TypeError(`it has no lane "${stray.lane}"`);
    return { leased, operations: mapping.operations };
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return {
      ref,
      status: 'dead',
      stage: 'map',
      reason: `map of ${destination.name} failed: ${why}`,
    };
  }
}
