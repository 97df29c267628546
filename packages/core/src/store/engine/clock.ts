import type { Clock } from '../../observe/clock.ts';

/** A clock that never goes backwards: while the machine's clock is behind `floor`, time stands still. */
export function monotonic(clock: Clock, floor: number): () => number {
  let last = floor;
  return () => {
    last = Math.max(last, clock.now());
    return last;
  };
}
