import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lane } from '../destination/operation.ts';
import { nextRound, type Task, type TaskBatch } from './rounds.ts';

const names = ['identify', 'events', 'other'] as const;
const lane: fc.Arbitrary<Lane> = fc.oneof(
  fc.record({ maxOperations: fc.integer({ min: 1, max: 5 }) }),
  fc.record({
    maxOperations: fc.integer({ min: 1, max: 5 }),
    maxBytes: fc.integer({ min: 1, max: 40 }),
  }),
);
const lanes = fc.record({ identify: lane, events: lane, other: lane });
const tasks = fc
  .array(
    fc.record({
      profile: fc.integer({ min: 1, max: 4 }),
      lane: fc.constantFrom(...names),
      bytes: fc.integer({ min: 1, max: 40 }),
    }),
    { maxLength: 40 },
  )
  .map((all) =>
    all.map(({ profile, lane, bytes }, ref): Task => {
      return { ref, profile, operation: { lane, key: `${ref}`, payload: null, bytes } };
    }),
  );

/** All rounds, until nothing is left. */
function rounds(all: readonly Task[], lanes: Record<string, Lane>): (readonly TaskBatch[])[] {
  const done: (readonly TaskBatch[])[] = [];
  for (let rest = all; rest.length > 0;) {
    const round = nextRound(rest, lanes);
    expect(round.rest.length).toBeLessThan(rest.length);
    done.push(round.batches);
    rest = round.rest;
  }
  return done;
}

const holds = (
  check: (rounds: (readonly TaskBatch[])[], all: Task[], lanes: Record<string, Lane>) => void,
) =>
  fc.assert(
    fc.property(tasks, lanes, (all, lanes) => check(rounds(all, lanes), all, lanes)),
    { numRuns: 300 },
  );

describe('nextRound', () => {
  it('has every task exactly once over the rounds', () => {
    holds((rounds, all) => {
      const refs = rounds.flat().flatMap(({ tasks }) => tasks.map(({ ref }) => ref));
      expect(refs.toSorted((a, b) => a - b)).toEqual(all.map(({ ref }) => ref));
    });
  });

  it('keeps the order of each profile: invariant 3', () => {
    holds((rounds, all) => {
      for (const profile of new Set(all.map((task) => task.profile))) {
        const refs = rounds
          .flat()
          .flatMap(({ tasks }) => tasks.filter((task) => task.profile === profile))
          .map(({ ref }) => ref);
        expect(refs).toEqual(refs.toSorted((a, b) => a - b));
      }
    });
  });

  it('has a profile in at most one batch of a round', () => {
    holds((rounds) => {
      for (const batches of rounds) {
        const profiles = batches.flatMap(({ tasks }) =>
          Array.from(new Set(tasks.map(({ profile }) => profile))),
        );
        expect(new Set(profiles).size).toBe(profiles.length);
      }
    });
  });

  it('keeps to the limits of the lane, but for one task that is larger by itself', () => {
    holds((rounds, _, lanes) => {
      for (const { lane, tasks } of rounds.flat()) {
        const { maxOperations, maxBytes = Infinity } = lanes[lane] ?? { maxOperations: 0 };
        const bytes = tasks.reduce((sum, { operation }) => sum + (operation.bytes ?? 0), 0);
        expect(tasks.length).toBeGreaterThan(0);
        expect(tasks.length).toBeLessThanOrEqual(maxOperations);
        expect(tasks.length === 1 || bytes <= maxBytes).toBe(true);
        expect(tasks.every(({ operation }) => operation.lane === lane)).toBe(true);
      }
    });
  });

  it('fills a batch with tasks of different profiles', () => {
    const all = Array.from({ length: 250 }, (_, ref): Task => {
      return { ref, profile: ref, operation: { lane: 'events', key: `${ref}`, payload: null } };
    });

    const { batches, rest } = nextRound(all, { events: { maxOperations: 100 } });

    expect(batches.map(({ tasks }) => tasks.length)).toEqual([100, 100, 50]);
    expect(rest).toEqual([]);
  });

  it('measures the JSON of a payload whose size is not given, in bytes', () => {
    const all = [1, 2].map((ref): Task => {
      return { ref, profile: ref, operation: { lane: 'events', key: `${ref}`, payload: 'üü' } };
    });

    // Each is six bytes, with its quotes: eleven are too few for both.
    expect(nextRound(all, { events: { maxOperations: 9, maxBytes: 11 } }).batches).toHaveLength(2);
    expect(nextRound(all, { events: { maxOperations: 9, maxBytes: 12 } }).batches).toHaveLength(1);
  });
});
