import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RateLimit } from '../destination/operation.ts';
import { manualClock, type ManualClock } from '../testing/manual-clock.ts';
import { Pace } from './pace.ts';

const limit: fc.Arbitrary<RateLimit> = fc.record({
  calls: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 2_000 })),
  perMs: fc.constantFrom(1_000, 7_777, 10_000, 60_000),
});
const limits = fc.array(limit, { minLength: 1, maxLength: 3 });

/** When calls went out that were asked for at these times. */
async function run(clock: ManualClock, pace: Pace, askedAt: readonly number[], end: number) {
  const times: number[] = [];
  const start = clock.now();
  const { signal } = new AbortController();
  for (const at of askedAt) {
    clock.after(at, () => void pace.next(signal).then(() => times.push(clock.now() - start)));
  }
  await clock.advance(end);
  return times;
}

function mostInAnyWindow(times: readonly number[], perMs: number): number {
  let most = 0;
  let from = 0;
  for (const [to, time] of times.entries()) {
    while (time - (times[from] ?? time) > perMs) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

describe('Pace', () => {
  it('never lets more calls out than any limit allows, in any window, whatever is asked for', async () => {
    const demand = fc.array(fc.integer({ min: 0, max: 9_000 }), { minLength: 80, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(limits, demand, async (limits, askedAt) => {
        const clock = manualClock();
        const times = await run(clock, new Pace(limits, clock), askedAt, 60_000);

        for (const { calls, perMs } of limits)
          expect(mostInAnyWindow(times, perMs)).toBeLessThanOrEqual(calls);
      }),
    );
  });

  it('lets a long run use at least 85 % of the slowest limit', async () => {
    await fc.assert(
      fc.asyncProperty(limits, async (limits) => {
        const slowest = Math.min(...limits.map(({ calls, perMs }) => calls / perMs));
        const clock = manualClock();
        const asked = 200;
        const longEnough = Math.ceil(asked / (0.85 * slowest));
        const all = Array.from({ length: asked }, () => 0);
        const times = await run(clock, new Pace(limits, clock), all, longEnough);

        expect(times).toHaveLength(asked);
      }),
      { numRuns: 50 },
    );
  });

  it('lets a few out at once after a pause, then one after the other', async () => {
    const clock = manualClock();
    const pace = new Pace([{ calls: 31, perMs: 3_000 }], clock);

    // Nine tenths of the limit, one in 108 ms; the tenth that is left, three, at once.
    const times = await run(clock, pace, [0, 0, 0, 0, 0, 9_000, 9_000, 9_000, 9_000], 20_000);

    expect(times).toEqual([0, 0, 0, 108, 216, 9_000, 9_000, 9_000, 9_108]);
  });

  it('lets calls out in the order of asking', async () => {
    const clock = manualClock();
    const pace = new Pace([{ calls: 1, perMs: 1_000 }], clock);
    const order: number[] = [];
    const { signal } = new AbortController();
    for (const call of [1, 2, 3]) void pace.next(signal).then(() => order.push(call));
    await clock.advance(10_000);

    expect(order).toEqual([1, 2, 3]);
  });

  it('waits for nothing without limits', async () => {
    const clock = manualClock();
    const pace = new Pace([], clock);
    const { signal } = new AbortController();
    for (let call = 0; call < 1_000; call += 1) await pace.next(signal);

    expect(clock.pending).toBe(0);
  });

  it('gives up waiting when it is told to', async () => {
    const clock = manualClock();
    const pace = new Pace([{ calls: 1, perMs: 1_000 }], clock);
    const stop = new AbortController();
    const waiting = Promise.all([1, 2, 3].map(() => pace.next(stop.signal)));
    await clock.advance(0);
    stop.abort();
    await waiting;

    expect(clock.pending).toBe(0);
  });
});
