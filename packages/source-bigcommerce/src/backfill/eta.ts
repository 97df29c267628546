import type { Clock } from '@millrace/core';

/** Less than this says nothing of the pace. */
const shortestMs = 3_000;

/** How long the rest takes if it goes on as it went since this was made, in milliseconds. */
export function eta(clock: Pick<Clock, 'now'>, before: number) {
  const began = clock.now();
  return (read: number, total: number | undefined): number | undefined => {
    const took = clock.now() - began;
    if (total === undefined || read <= before || took < shortestMs) return undefined;
    return Math.round((Math.max(0, total - read) * took) / (read - before));
  };
}
