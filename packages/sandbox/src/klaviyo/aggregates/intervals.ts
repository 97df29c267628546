import type { Interval } from '../schema/metric-aggregate.ts';
import type { WallClock } from './wall-clock.ts';

/** A stretch of time: the first instant in it, and the first one after it, in ms. */
export interface Range {
  readonly from: number;
  readonly until: number;
}

/**
 * The beginnings of the intervals of a time zone that a range touches. The first one begins where its interval does,
 * which may be before the range.
 */
export function beginnings(range: Range, interval: Interval, clock: WallClock): number[] {
  const found: number[] = [];
  for (let shown = floor(clock.shown(range.from), interval); ; shown = next(shown, interval)) {
    const at = clock.instant(shown);
    if (at >= range.until) return found;
    // An hour that the clocks leap over is none.
    if (at !== found.at(-1)) found.push(at);
  }
}

function floor(shown: number, interval: Interval): number {
  if (interval === 'hour') return Math.floor(shown / hour) * hour;
  const day = Math.floor(shown / (24 * hour)) * 24 * hour;
  const date = new Date(day);
  if (interval === 'month') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  // Weeks begin on Mondays.
  return interval === 'week' ? day - ((date.getUTCDay() + 6) % 7) * 24 * hour : day;
}

function next(shown: number, interval: Interval): number {
  if (interval === 'hour') return shown + hour;
  if (interval === 'day') return shown + 24 * hour;
  if (interval === 'week') return shown + 7 * 24 * hour;
  const date = new Date(shown);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

const hour = 3_600_000;
