import fc from 'fast-check';
import { describe, it } from 'vitest';
import { History } from '../testing/store/__fixtures__/history.ts';
import { destinations, type Sent, type Step } from '../testing/store/__fixtures__/steps.ts';
import type { Settlement } from './lease.ts';
import { lmdbPlace, memoryPlace, removePlaces } from './__fixtures__/places.ts';

// Any history, on the store and on a model of it: order within a person, no event lent twice at a time, none lost, none
// stuck, and every count and list as the model has it. MILLRACE_RUNS says how many histories of each store: 1,000.

const runs = Number(process.env['MILLRACE_RUNS'] ?? 1_000);

const small = fc.integer({ min: 0, max: 9 });
// The first one mostly: histories that go deep are worth more than those that go wide.
const destination = fc.constantFrom(destinations[0], destinations[0], destinations[1]);

/** A history is easier to read without what is not there. */
const sent: fc.Arbitrary<Sent> = fc.record(
  {
    device: fc.integer({ min: 0, max: 3 }),
    to: fc.constantFrom(3, 1, 1, 2, 0),
    person: fc.integer({ min: 0, max: 1 }),
    again: small,
  },
  { requiredKeys: ['device', 'to'] },
);
// Most events are of somebody unknown, and new.
const event = fc.oneof(
  { weight: 2, arbitrary: sent.map(({ device, to }) => ({ device, to })) },
  sent,
);

const status = fc.constantFrom<Settlement['status']>(
  'delivered',
  'delivered',
  'retry',
  'release',
  'held',
  'dead',
  'dropped',
);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      commits: fc.array(fc.array(event, { minLength: 1, maxLength: 3 }), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('lease' as const),
      from: destination,
      max: fc.constantFrom(1, 1, 2, 3, 100),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      as: fc.array(status, { minLength: 1, maxLength: 4 }),
      together: fc.boolean(),
    }),
  },
  fc.record({ do: fc.constant('extend' as const), ms: fc.constantFrom(1, 30_000, 120_000) }),
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 3_000, 5_000, 60_000),
    }),
  },
  fc.record({
    do: fc.constant('jump' as const),
    ms: fc.constantFrom(-3_600_000, -2_000, 200_000_000),
  }),
  fc.record({
    do: fc.constantFrom('pause' as const, 'resume' as const, 'resume' as const),
    destination,
  }),
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('dead letters' as const),
      destination,
      action: fc.constantFrom('replay' as const, 'replay' as const, 'discard' as const),
      limit: fc.integer({ min: 1, max: 3 }),
    }),
  },
  fc.record({
    do: fc.constant('readmit' as const),
    destination,
    third: fc.integer({ min: 0, max: 2 }),
  }),
  fc.constant({ do: 'prune' as const }),
  fc.constant({ do: 'restart' as const }),
  {
    weight: 2,
    arbitrary: fc.record(
      {
        do: fc.constant('crash' as const),
        turns: fc.constantFrom(0, 1, 2, 4),
        during: fc.constantFrom('append' as const, 'settle' as const),
      },
      { requiredKeys: ['do', 'turns'] },
    ),
  },
);

describe.each([
  { name: 'memory', place: () => memoryPlace() },
  { name: 'LMDB', place: () => lmdbPlace() },
])('any history of a store in $name', ({ place }) => {
  it('goes as the model says', { timeout: 60 * runs + 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30, size: 'max' }), async (steps) => {
        await History.play(place(), steps).finally(removePlaces);
      }),
      { numRuns: runs },
    );
  });
});
