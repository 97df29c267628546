export interface BackoffLimits {
  readonly baseMs: number;
  readonly maxMs: number;
}

/** For what fails now and then: 1 second to 10 minutes. */
export const patient: BackoffLimits = { baseMs: 1_000, maxMs: 600_000 };

/** For what a person must mend: 1 minute to 10 minutes. */
export const veryPatient: BackoffLimits = { baseMs: 60_000, maxMs: 600_000 };

/**
 * How long to wait after `failures` failures in a row: at random between the base and a limit that doubles each time
 * (full jitter), so that what failed together does not come back together.
 */
export function backoff(
  failures: number,
  { baseMs, maxMs }: BackoffLimits,
  random: () => number,
): number {
  const limit = Math.min(maxMs, baseMs * 2 ** Math.min(failures, 30));
  return Math.round(baseMs + random() * (limit - baseMs));
}
