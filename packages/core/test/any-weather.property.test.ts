import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  createPipeline,
  delivered,
  DestinationUnavailable,
  memoryStore,
  type Event,
  type Outcome,
} from '@millrace/core';
import { manualClock } from '@millrace/core/testing';
import { coupon } from './support/drafts.ts';
import { fakeDestination, operation } from './support/fake-destination.ts';

// Random people, random answers of the destination, restarts in between: what was promised must hold.

type Answer = 'delivered' | 'retry' | 'unavailable' | 'throws' | 'wrong';
const answer = fc.constantFrom<Answer>('delivered', 'retry', 'unavailable', 'throws', 'wrong');
const retry: Outcome = { status: 'retry', reason: 'locked' };

const weather = fc.record({
  people: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 25 }),
  answers: fc.array(answer, { maxLength: 25 }),
  maxOperations: fc.integer({ min: 1, max: 4 }),
  random: fc.double({ min: 0, max: 1, noNaN: true }),
  restarts: fc.integer({ min: 0, max: 2 }),
});

it('invariants 1 and 3: each event arrives, in the order of its profile, whatever the destination does', async () => {
  await fc.assert(
    fc.asyncProperty(weather, async ({ people, answers, maxOperations, random, restarts }) => {
      const left = [...answers];
      const arrived: string[] = [];
      const { destination } = fakeDestination({
        lanes: { even: { maxOperations }, odd: { maxOperations, concurrency: 1 } },
        map: (event: Event) => ({
          operations: [operation(event, Number(event.messageId) % 2 === 0 ? 'even' : 'odd')],
        }),
        deliver({ operations }) {
          const next = left.shift() ?? 'delivered';
          if (next === 'unavailable') throw new DestinationUnavailable('down');
          if (next === 'throws') throw new Error('oh');
          if (next === 'wrong') return [];
          // All of one person's: what is delivered of a batch, and what is not, is the destination's own order.
          const busy = next === 'retry' ? operations[0]?.payload.userId : undefined;
          return operations.map(({ key, payload }) => {
            if (payload.userId === busy) return retry;
            arrived.push(key);
            return delivered;
          });
        },
      });
      const clock = manualClock();
      const store = memoryStore();
      const open = () =>
        createPipeline({
          store,
          clock,
          random: () => random,
          retry: { attempts: 100 },
          destinations: [destination],
        });

      let pipeline = await open();
      await pipeline.start();
      for (const [index, person] of people.entries())
        await pipeline.track(coupon(`${index}`, `${person}`));
      for (let restart = 0; restart < restarts; restart += 1) {
        const closing = pipeline.close({ timeoutMs: 300 });
        await clock.advance(300);
        const { pending } = await closing;
        expect(pending).toBe(people.length - new Set(arrived).size);
        pipeline = await open();
        await pipeline.start();
      }
      await clock.advance(86_400_000);
      const report = await pipeline.close();

      expect(report).toMatchObject({ pending: 0, held: 0, dead: 0 });
      // None is delivered twice here: every answer reached us.
      expect(arrived).toHaveLength(people.length);
      for (const person of new Set(people)) {
        const theirs = arrived.filter((index) => people[Number(index)] === person).map(Number);
        expect(theirs).toEqual(theirs.toSorted((a, b) => a - b));
      }
    }),
    { numRuns: 100 },
  );
});
