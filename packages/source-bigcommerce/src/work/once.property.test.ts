import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FakeContext } from '../../test/fake-context.ts';
import { SmallStore } from '../../test/small-store.ts';
import { clientSecret, webhook } from '../../test/webhooks.ts';
import { bigcommerce } from '../bigcommerce.ts';

interface Fate {
  /** The statuses that an order has, in order. */
  readonly life: readonly number[];
  /** What is told of it, whenever it is looked at. */
  readonly always?: readonly string[];
  /** What is told besides if it was looked at in time: what comes later shows nothing of it. */
  readonly inTime?: readonly string[];
}

/** Paid at once, paid later, cancelled, never paid, sent before anybody looked, refunded by hand. */
const fates = fc.constantFrom<Fate>(
  { life: [11], always: ['placed'] },
  { life: [0, 11], always: ['placed'] },
  { life: [0, 7, 11, 9, 2], always: ['placed', 'fulfilled'] },
  { life: [0, 1, 5] },
  { life: [0, 7] },
  { life: [11, 5], inTime: ['placed', 'cancelled'] },
  { life: [0, 10, 4], always: ['placed', 'refunded'], inTime: ['fulfilled'] },
  { life: [0, 6] },
);

test('any interleaving and repetition of notices tells each fact of each order once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fates, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 3 }),
      async (scheduler, orders, repeats, concurrency) => {
        const store = new SmallStore();
        const context = new FakeContext();
        const answer = scheduler.scheduleFunction(store.fetch);
        const source = bigcommerce({
          poll: false,
          storeHash: 'abc123',
          accessToken: 'token',
          clientSecret,
          customers: false,
          concurrency,
          fetch: answer,
        });
        let yielded = 0;
        const commit = context.commit.bind(context);
        context.commit = (drafts, state) => {
          yielded += drafts.length;
          return commit(drafts, state);
        };
        source.attach(context);
        await source.start?.();
        context.beforeCommit = scheduler.scheduleFunction(() => Promise.resolve());

        const answers: Promise<Response>[] = [];
        orders.forEach(({ life }, index) => {
          const id = index + 1;
          scheduler.scheduleSequence(
            life.map((status) => async () => {
              store.statuses.set(id, status);
              for (let count = 0; count < repeats; count += 1) {
                const data = { type: 'order', id };
                answers.push(source.handle(webhook({ at: context.clock.now(), data })));
              }
            }),
          );
        });
        await scheduler.waitIdle();

        expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(
          orders.flatMap(({ life }) => life.flatMap(() => Array<number>(repeats).fill(200))),
        );
        expect(context.disk.keys('inbox:')).toEqual([]);
        const told = (id: number) =>
          context.disk.messageIds.flatMap((messageId) => {
            const [start, fact] = messageId.split(`:order:${id}:`);
            return start === 'bigcommerce:abc123' && fact !== undefined ? [fact] : [];
          });
        orders.forEach(({ life, always = [], inTime = [] }, index) => {
          const facts = told(index + 1);
          expect({ life, facts }).toEqual({ life, facts: expect.arrayContaining([...always]) });
          expect([...always, ...inTime]).toEqual(expect.arrayContaining(facts));
        });
        // Not by the store's doing alone: the source itself yields no fact twice.
        expect(yielded).toBe(context.disk.drafts.length);
        await source.stop?.();
        expect(context.clock.timers).toBe(0);
      },
    ),
    { numRuns: 150 },
  );
});
