export interface Backoff {
  readonly baseMs: number;
  readonly maxMs: number;
  readonly random: () => number;
}

/**
 * How long to wait after `failures` failures in a row: a random time below a bound that doubles ("full jitter"), so that
 * those who failed together do not come back together.
 */
export function backoffMs({ baseMs, maxMs, random }: Backoff, failures: number): number {
  const bound = Math.min(maxMs, baseMs * 2 ** Math.min(failures - 1, 30));
  return Math.ceil(random() * bound);
}
