import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RateLimit } from '../destination/operation.ts';
import { manualClock, type ManualClock } from '../testing/manual-clock.ts';
import { mostInAnyWindow, tiers } from './__fixtures__/windows.ts';
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

  it.each(tiers)(
    'keeps to the limits of tier $name of Klaviyo, in any window',
    async ({ limits }) => {
      const ask = fc.oneof(
        fc.integer({ min: 0, max: 120_000 }),
        // At the edges of windows, where a limiter that counts in windows of its own lets two bursts out.
        fc.constantFrom(0, 999, 1_000, 1_001, 59_999, 60_000, 60_001),
      );
      const demand = fc.array(ask, { minLength: 20, maxLength: 400 });
      await fc.assert(
        fc.asyncProperty(demand, async (askedAt) => {
          const clock = manualClock();
          const longEnough = 121_000 + askedAt.length * 5_000;
          const times = await run(clock, new Pace(limits, clock), askedAt, longEnough);

          expect(times).toHaveLength(askedAt.length);
          for (const { calls, perMs } of limits)
            expect(mostInAnyWindow(times, perMs)).toBeLessThanOrEqual(calls);
        }),
        { numRuns: 20 },
      );
    },
  );

  it('owes nothing for a call that was given up', async () => {
    const clock = manualClock();
    const pace = new Pace([{ calls: 1, perMs: 1_000 }], clock);
    const stop = new AbortController();
    const { signal } = new AbortController();
    expect(await pace.next(signal)).toBe(true);
    const givenUp = Promise.all([1, 2, 3].map(() => pace.next(stop.signal)));
    stop.abort();
    expect(await givenUp).toEqual([false, false, false]);
    expect(await new Pace([], clock).next(stop.signal)).toBe(false);
    const next = run(clock, pace, [0], 1_112);

    expect(await next).toEqual([1_112]);
  });
});

describe('what a vendor says of its windows', () => {
  const window = { calls: 150, perMs: 60_000 };
  const all = (count: number) => Array.from({ length: count }, () => 0);

  it('slows a pace down to nine tenths of what remains, until the window ends', async () => {
    const clock = manualClock();
    const pace = new Pace([window], clock);
    pace.correct([{ remaining: 20, resetAt: clock.now() + 30_000 }]);
    const times = await run(clock, pace, all(200), 60_000);

    const until = (ms: number) => times.filter((time) => time <= ms).length;
    // Two at once, then 18 in thirty seconds; after that as ever, 2.25 a second.
    expect([until(0), until(29_999), until(50_000)]).toEqual([2, 19, 65]);
  });

  it('leaves a pace as it is when enough remains', async () => {
    const clock = manualClock();
    const pace = new Pace([window], clock);
    pace.correct([{ remaining: 40, resetAt: clock.now() + 10_000 }]);

    expect(await run(clock, pace, all(50), 0)).toHaveLength(15);
  });

  it('stops a pace until the window ends when nothing remains', async () => {
    const clock = manualClock();
    const pace = new Pace([window], clock);
    pace.correct([{ remaining: 0, resetAt: clock.now() + 42_000 }]);
    const [first] = await run(clock, pace, all(3), 60_000);

    expect(first).toBeGreaterThanOrEqual(42_000);
    expect(first).toBeLessThan(42_500);
  });

  it('never makes a pace faster than its limits', async () => {
    const times = async (correct: boolean) => {
      const clock = manualClock();
      const pace = new Pace([window], clock);
      if (correct) pace.correct([{ remaining: 100_000, resetAt: clock.now() + 1_000 }]);
      return run(clock, pace, all(100), 60_000);
    };

    expect(await times(true)).toEqual(await times(false));
  });

  it.each(['first', 'last'])('holds for the tightest of its windows: the %s', async (which) => {
    const clock = manualClock();
    const pace = new Pace([window], clock);
    const windows = [
      { remaining: 5, resetAt: clock.now() + 50_000 },
      { remaining: 20, resetAt: clock.now() + 1_000 },
    ];
    pace.correct(which === 'first' ? windows : windows.toReversed());

    expect((await run(clock, pace, all(50), 49_999)).length).toBeLessThanOrEqual(5);
  });

  it('takes the place of what an earlier answer said', async () => {
    const clock = manualClock();
    const pace = new Pace([window], clock);
    pace.correct([{ remaining: 5, resetAt: clock.now() + 50_000 }]);
    pace.correct([{ remaining: 149, resetAt: clock.now() + 60_000 }]);

    expect((await run(clock, pace, all(50), 20_000)).length).toBeGreaterThan(40);
  });

  it('counts calls that are under way, of which the vendor may not know yet', async () => {
    const clock = manualClock();
    const pace = new Pace([window], clock);
    await run(clock, pace, all(4), 0);
    pace.correct([{ remaining: 3, resetAt: clock.now() + 10_000 }]);

    expect(await run(clock, pace, all(10), 9_999)).toEqual([]);
  });

  it.each([
    ['a window that is over', { remaining: 0, resetAt: 0 }],
    ['what is no number', { remaining: Number.NaN, resetAt: Number.NaN }],
    ['less than nothing', { remaining: -1, resetAt: Infinity }],
  ])('is ignored when it is %s', async (_, quota) => {
    const clock = manualClock();
    const pace = new Pace([window], clock);
    pace.correct([quota]);

    expect(await run(clock, pace, all(15), 0)).toHaveLength(15);
  });

  it('slows down a lane that declares no limits, too', async () => {
    const clock = manualClock();
    const pace = new Pace([], clock);
    pace.correct([{ remaining: 10, resetAt: clock.now() + 10_000 }]);
    const times = await run(clock, pace, all(1_000), 10_001);

    expect(times.filter((time) => time < 10_000)).toHaveLength(9);
    expect(times).toHaveLength(1_000);
  });

  it('is forgotten when the clock is set back', async () => {
    const clock = manualClock();
    const back = { ms: 0 };
    const pace = new Pace([window], { ...clock, now: () => clock.now() - back.ms });
    pace.correct([{ remaining: 0, resetAt: clock.now() + 60_000 }]);
    back.ms = 3_600_000;

    expect(await run(clock, pace, all(1), 1_000)).toHaveLength(1);
  });

  it('is never overrun, whatever else is asked for', async () => {
    const said = fc.record({
      remaining: fc.integer({ min: 0, max: 200 }),
      endsIn: fc.integer({ min: 1, max: 60_000 }),
    });
    const demand = fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(said, { minLength: 1, maxLength: 2 }),
        demand,
        async (all, asks) => {
          const clock = manualClock(0);
          const pace = new Pace([window], clock);
          pace.correct(all.map(({ remaining, endsIn }) => ({ remaining, resetAt: endsIn })));
          const times = await run(clock, pace, asks, 60_000);

          for (const { remaining, endsIn } of all)
            expect(times.filter((time) => time < endsIn).length).toBeLessThanOrEqual(remaining);
        },
      ),
      { numRuns: 60 },
    );
  });
});
