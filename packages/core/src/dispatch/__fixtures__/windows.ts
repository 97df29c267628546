import type { RateLimit } from '../../destination/operation.ts';

const tier = (name: string, burst: number, steady: number) => ({
  name,
  limits: [
    { calls: burst, perMs: 1_000 },
    { calls: steady, perMs: 60_000 },
  ] satisfies RateLimit[],
});

/** Klaviyo: Rate limits, status codes, and errors; "Rate limits". */
export const tiers = [
  tier('XS', 1, 15),
  tier('S', 3, 60),
  tier('M', 10, 150),
  tier('L', 75, 700),
  tier('XL', 350, 3_500),
];

/** The most of these times, which are in order, that lie in a window of this length, wherever it begins. */
export function mostInAnyWindow(times: readonly number[], perMs: number): number {
  let most = 0;
  let from = 0;
  for (const [to, time] of times.entries()) {
    while (time - (times[from] ?? time) > perMs) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}
