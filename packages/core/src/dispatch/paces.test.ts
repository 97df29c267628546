import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Destination } from '../destination/destination.ts';
import type { RateLimit } from '../destination/operation.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { mostInAnyWindow, tiers } from './__fixtures__/windows.ts';
import { usePace } from './paces.ts';

const destination = (account?: string, limits: readonly RateLimit[] = []): Destination => ({
  name: 'Fake',
  ...(account === undefined ? {} : { account }),
  lanes: { one: { maxOperations: 1, limits }, other: { maxOperations: 1, limits } },
  map: () => ({ operations: [] }),
  deliver: async () => [],
});

describe('the pace of a lane', () => {
  it('is shared by destinations of one name and account, lane by lane', () => {
    const clock = manualClock();
    const { pace, release } = usePace(destination('a'), 'one', clock);
    const others = [
      usePace(destination('b'), 'one', clock),
      usePace(destination('a'), 'other', clock),
      usePace({ ...destination('a'), name: 'Other' }, 'one', clock),
      usePace(destination('a'), 'one', manualClock()),
      usePace(destination(), 'one', clock),
    ];
    const same = usePace(destination('a'), 'one', clock);

    expect(same.pace).toBe(pace);
    for (const other of others) expect(other.pace).not.toBe(pace);
    for (const use of [{ release }, same, ...others]) use.release();
  });

  it('is its own without an account', () => {
    const clock = manualClock();

    expect(usePace(destination(), 'one', clock).pace).not.toBe(
      usePace(destination(), 'one', clock).pace,
    );
  });

  it('is forgotten when nobody uses it any more, and not before', () => {
    const clock = manualClock();
    const first = usePace(destination('a'), 'one', clock);
    const second = usePace(destination('a'), 'one', clock);
    first.release();
    const third = usePace(destination('a'), 'one', clock);
    expect(third.pace).toBe(first.pace);
    second.release();
    third.release();

    expect(usePace(destination('a'), 'one', clock).pace).not.toBe(first.pace);
  });

  it('of two that share an account lets no more calls out than the vendor allows them together', async () => {
    const demand = fc.array(fc.integer({ min: 0, max: 70_000 }), {
      minLength: 50,
      maxLength: 150,
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...tiers), demand, demand, async ({ limits }, a, b) => {
        const clock = manualClock(0);
        const { signal } = new AbortController();
        const times: number[] = [];
        for (const askedAt of [a, b]) {
          const { pace } = usePace(destination('shop', limits), 'one', clock);
          for (const at of askedAt) {
            clock.after(at, () => {
              void pace.next(signal).then(() => times.push(clock.now()));
            });
          }
        }
        await clock.advance(1_400_000);

        expect(times).toHaveLength(a.length + b.length);
        for (const { calls, perMs } of limits)
          expect(mostInAnyWindow(times, perMs)).toBeLessThanOrEqual(calls);
      }),
      { numRuns: 25 },
    );
  });
});
