import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../testing/manual-clock.ts';
import { Concurrency } from './concurrency.ts';

/** A lane whose calls take as long, and end as well, as the test says at the time. */
function rig(most: number) {
  const clock = manualClock(0);
  const concurrency = new Concurrency(most, clock);
  const vendor = { ms: 100, isWell: true };
  const state = { underWay: 0, highest: 0, done: 0 };
  const call = async (): Promise<void> => {
    await concurrency.enter();
    state.underWay += 1;
    state.highest = Math.max(state.highest, state.underWay);
    const { ms, isWell } = vendor;
    await new Promise<void>((resolve) => clock.after(ms, resolve));
    state.underWay -= 1;
    state.done += 1;
    concurrency.answered(ms, isWell);
    concurrency.leave();
  };
  const ask = (calls: number): void => {
    for (let n = 0; n < calls; n += 1) void call();
  };
  return { clock, concurrency, vendor, state, ask };
}

describe('the concurrency of a lane', () => {
  it('starts with one call, and has one more in each round trip, up to its bound', async () => {
    const { clock, concurrency, state, ask } = rig(4);
    ask(1_000);
    const seen: number[] = [];
    for (let trip = 0; trip < 7; trip += 1) {
      await clock.advance(0);
      seen.push(state.underWay);
      await clock.advance(100);
    }

    expect(seen).toEqual([1, 2, 3, 4, 4, 4, 4]);
    expect(concurrency.limit).toBe(4);
  });

  it('does not grow while nobody needs more', async () => {
    const { clock, concurrency, ask } = rig(4);
    ask(2);
    await clock.advance(1_000);
    const before = concurrency.limit;
    for (let n = 0; n < 20; n += 1) {
      ask(1);
      await clock.advance(150);
    }

    expect(before).toBe(2);
    expect(concurrency.limit).toBe(2);
  });

  it('shrinks by a tenth, and at least by one, in a round trip in which the destination failed', async () => {
    const { clock, concurrency, vendor, ask } = rig(40);
    ask(10_000);
    await clock.advance(5_000);
    expect(concurrency.limit).toBe(40);
    vendor.isWell = false;
    // Those under way are well still.
    await clock.advance(150);
    const seen = [];
    for (let trip = 0; trip < 4; trip += 1) {
      seen.push(concurrency.limit);
      await clock.advance(100);
    }

    expect(seen).toEqual([40, 36, 32, 28]);
    await clock.advance(5_000);
    expect(concurrency.limit).toBe(1);
  });

  it('shrinks when round trips become longer than they use to be, and grows again once that is usual', async () => {
    const { clock, concurrency, vendor, ask } = rig(4);
    ask(10_000);
    await clock.advance(2_000);
    vendor.ms = 400;
    await clock.advance(550);
    expect(concurrency.limit).toBeLessThan(4);
    await clock.advance(2_500);

    expect(concurrency.limit).toBe(4);
  });

  it('takes a destination as it is: one whose round trips always differ is not slow', async () => {
    const { clock, concurrency, vendor, ask } = rig(4);
    ask(10_000);
    const limits = new Set<number>();
    for (let n = 0; n < 200; n += 1) {
      vendor.ms = n % 2 === 0 ? 60 : 300;
      await clock.advance(75);
      if (n > 50) limits.add(concurrency.limit);
    }

    expect([...limits]).toEqual([4]);
  });

  it('is not impressed by the noise of our own process', async () => {
    const { clock, concurrency, vendor, ask } = rig(4);
    ask(10_000);
    await clock.advance(2_000);
    const limits = new Set<number>();
    for (let n = 0; n < 50; n += 1) {
      vendor.ms = n % 3 === 0 ? 118 : 100;
      await clock.advance(100);
      limits.add(concurrency.limit);
    }

    expect([...limits]).toEqual([4]);
  });

  it('goes on adapting when the clock was set back', async () => {
    const back = { ms: 0 };
    const { clock } = rig(1);
    const concurrency = new Concurrency(4, { ...clock, now: () => clock.now() - back.ms });
    const trip = async (): Promise<void> => {
      for (let n = concurrency.limit; n > 0; n -= 1) await concurrency.enter();
      const { limit } = concurrency;
      for (let n = limit; n > 0; n -= 1) concurrency.answered(100, true);
      for (let n = limit; n > 0; n -= 1) concurrency.leave();
    };
    await trip();
    back.ms = 3_600_000;
    await trip();
    await clock.advance(100);
    await trip();

    expect(concurrency.limit).toBe(4);
  });

  it('is never above its bound nor below one, and leaves nobody waiting', async () => {
    const weather = fc.record({
      most: fc.integer({ min: 1, max: 12 }),
      days: fc.array(
        fc.record({
          ms: fc.integer({ min: 0, max: 500 }),
          isWell: fc.boolean(),
          calls: fc.integer({ min: 0, max: 30 }),
          lasts: fc.integer({ min: 1, max: 600 }),
        }),
        { maxLength: 25 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(weather, async ({ most, days }) => {
        const { clock, concurrency, vendor, state, ask } = rig(most);
        let asked = 0;
        for (const { calls, lasts, ...now } of days) {
          Object.assign(vendor, now);
          ask(calls);
          asked += calls;
          await clock.advance(lasts);
          expect(concurrency.limit).toBeGreaterThanOrEqual(1);
          expect(concurrency.limit).toBeLessThanOrEqual(most);
        }
        await clock.advance(1_000_000);

        expect(state.highest).toBeLessThanOrEqual(most);
        expect(state).toMatchObject({ underWay: 0, done: asked });
      }),
      { numRuns: 60 },
    );
  });
});
