import type { BackfillProgress } from '../backfill/report.ts';

const numbers = new Intl.NumberFormat('en');
export const number = (value: number): string => numbers.format(value);

/** "4 s", "12 min", "3 h 05 min": as exact as anybody wants to know it. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

export function share({ read, total }: BackfillProgress): number | undefined {
  return total === undefined ? undefined : total === 0 ? 1 : Math.min(1, read / total);
}

/** What came of it so far, and how long it takes: what follows the bar, and ends a line. */
export function outcome({ state, events, skipped, etaMs, waiting }: BackfillProgress): string {
  const words = [`${number(events)} ${events === 1 ? 'event' : 'events'}`];
  if (skipped > 0) words.push(`${number(skipped)} skipped`);
  if (state !== 'running') words.push(state);
  else if (waiting !== undefined) words.push(`waiting: ${waiting}`);
  else if (etaMs !== undefined) words.push(`${duration(etaMs)} left`);
  return words.join(', ');
}

/** "orders 45 %: 45,000 of 100,000, 43,210 events, 3 skipped, 12 min left". */
export function line(progress: BackfillProgress): string {
  const { part, read, total } = progress;
  const part100 = share(progress);
  const percent = part100 === undefined ? '' : ` ${Math.floor(part100 * 100)} %`;
  const of = total === undefined ? '' : ` of ${number(total)}`;
  return `${part}${percent}: ${number(read)}${of}, ${outcome(progress)}`;
}
