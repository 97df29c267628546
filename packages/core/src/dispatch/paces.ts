import type { Destination } from '../destination/destination.ts';
import type { Clock } from '../observe/clock.ts';
import { Pace } from './pace.ts';

interface Shared {
  readonly pace: Pace;
  users: number;
}

/** The paces in use in this process, by whose they are. By clock, too: a pace knows only one time. */
const shared = new WeakMap<Clock, Map<string, Shared>>();

/** A pace for as long as somebody uses it. */
export interface PaceUse {
  readonly pace: Pace;
  /** Called once, when the pace is not used any more. */
  readonly release: () => void;
}

/**
 * The pace of a lane. A vendor counts the calls of an account, whoever makes them: destinations of the same name and
 * account have one pace for a lane, also those of different pipelines. Its limits are those of whoever came first.
 * `which`: those of all calls, or those of calls that carry one operation.
 */
export function usePace(
  { name, account, lanes }: Pick<Destination, 'name' | 'account' | 'lanes'>,
  lane: string,
  clock: Clock,
  which: 'limits' | 'singleLimits' = 'limits',
): PaceUse {
  const make = (): Pace => new Pace(lanes[lane]?.[which] ?? [], clock);
  if (account === undefined) return { pace: make(), release: () => undefined };

  const ofClock = shared.get(clock) ?? new Map<string, Shared>();
  shared.set(clock, ofClock);
  const key = JSON.stringify([name, account, lane, which]);
  const use = ofClock.get(key) ?? { pace: make(), users: 0 };
  ofClock.set(key, use);
  use.users += 1;
  return {
    pace: use.pace,
    release() {
      use.users -= 1;
      if (use.users === 0) ofClock.delete(key);
    },
  };
}
