import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

const policy = { baseMs: 1_000, maxMs: 600_000 };

it('backs off for a random part of a bound that doubles until it is the longest', () => {
  const longest = (failures: number) => backoffMs({ ...policy, random: () => 1 }, failures);

  expect([1, 2, 3, 4, 10, 11, 1_000].map(longest)).toEqual([
    1_000, 2_000, 4_000, 8_000, 512_000, 600_000, 600_000,
  ]);
});

it('spreads those who failed together over all of it: full jitter', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (failures, part) => {
        const most = backoffMs({ ...policy, random: () => 1 }, failures);
        expect(backoffMs({ ...policy, random: () => part }, failures)).toBe(Math.ceil(part * most));
      },
    ),
  );
});
