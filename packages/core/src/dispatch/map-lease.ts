import type { Destination } from '../destination/destination.ts';
import type { Operation } from '../destination/operation.ts';
import type { Warning } from '../destination/warning.ts';
import { deepFreeze } from '../event/json.ts';
import type { ProfileId } from '../identity/profile.ts';
import { mostDeaths, type CrashCounter } from '../store/crashes.ts';
import type { Lease, LeasedEvent } from '../store/lease.ts';
import { bytesOf } from './bytes-of.ts';
import type { Conclusion } from './conclude.ts';

/** An event and the operations that it became. */
export interface MappedEvent {
  readonly leased: LeasedEvent;
  readonly operations: readonly Operation[];
  readonly warnings?: readonly Warning[] | undefined;
}

export interface MappedLease {
  readonly mapped: readonly MappedEvent[];
  /** Events of which nothing is to be delivered. */
  readonly settled: readonly Conclusion[];
  /** To be called once those are durable: a dead letter that is replayed may be mapped anew. */
  readonly forget: () => void;
}

/**
 * Maps the events of a lease, each for itself: one that cannot be mapped harms no other. What follows a held event of
 * the same profile waits with it, so that it does not overtake it. One whose mapping has ended the process three times
 * is not mapped again.
 */
export function mapLease(
  destination: Destination,
  lease: Lease,
  crashes: CrashCounter,
): MappedLease {
  const mapped: MappedEvent[] = [];
  const settled: Conclusion[] = [];
  const setAside: string[] = [];
  const waiting = new Set<ProfileId>();
  const idOf = ({ ref }: LeasedEvent): string => `${destination.name}/${ref}`;

  const mapNext = (leased: LeasedEvent): void => {
    const { ref, profile } = leased;
    if (waiting.has(profile.id)) {
      settled.push({ ref, status: 'release' });
      return;
    }
    const result = mapOne(destination, leased);
    if ('operations' in result) mapped.push(result);
    else settled.push(result);
    if ('status' in result && result.status === 'held') waiting.add(profile.id);
  };

  for (const group of groupsOf(lease.events, (leased) => crashes.deaths(idOf(leased)))) {
    const ids = group.events.map(idOf);
    if (group.deaths >= mostDeaths) {
      settled.push(...group.events.map(({ ref }) => deadly(destination, ref, group.deaths)));
      setAside.push(...ids);
      continue;
    }
    const leave = crashes.enter(ids);
    group.events.forEach(mapNext);
    leave();
  }
  return { mapped, settled, forget: () => setAside.forEach((id) => crashes.forget(id)) };
}

interface Group {
  readonly events: LeasedEvent[];
  readonly deaths: number;
}

/**
 * In their order, those that were never blamed for the end of a process together, each other one alone: a note for each
 * event would cost more than its mapping, and the next death blames only the guilty.
 */
function groupsOf(
  events: readonly LeasedEvent[],
  deathsOf: (leased: LeasedEvent) => number,
): Group[] {
  const groups: Group[] = [];
  for (const leased of events) {
    const deaths = deathsOf(leased);
    const last = groups.at(-1);
    if (deaths === 0 && last?.deaths === 0) last.events.push(leased);
    else groups.push({ events: [leased], deaths });
  }
  return groups;
}

function deadly(destination: Destination, ref: number, deaths: number): Conclusion {
  const reason = `the process ended ${deaths} times while map of ${destination.name} ran for it (out of memory, process.exit, a crash of native code, or a loop that a watchdog ended), so it is not mapped again: correct the mapping, then replay it`;
  return { ref, status: 'dead', stage: 'map', reason };
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
    // One that cannot be measured would fail the whole lease later.
    for (const operation of mapping.operations)
      if (destination.lanes[operation.lane]?.maxBytes !== undefined) bytesOf({ operation });
    return { leased, operations: mapping.operations, warnings: mapping.warnings };
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
