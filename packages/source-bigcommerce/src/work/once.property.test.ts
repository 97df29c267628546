import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FakeContext } from '../../test/fake-context.ts';
import { SmallStore } from '../../test/small-store.ts';
import { clientSecret, webhook } from '../../test/webhooks.ts';
import { bigcommerce } from '../bigcommerce.ts';

/** Where an order goes, in order: paid at once, paid later, cancelled, never paid, shipped before anybody looked. */
const lives = fc.constantFrom(
  [11],
  [0, 11],
  [0, 7, 11, 9, 2],
  [0, 1, 5],
  [0, 7],
  [11, 5],
  [0, 10, 4],
  [0, 6],
);
const open = new Set([0, 1, 7]);
const closed = new Set([4, 5, 6]);

/**
 * How often an order is told of, when every status brings a notice. If it was paid at some time but ended cancelled or refunded,
 * it depends on when it was looked at: told of once, or never.
 */
function fates(life: readonly number[]): readonly number[] {
  if (life.every((status) => open.has(status) || closed.has(status))) return [0];
  return closed.has(life.at(-1) ?? 0) ? [0, 1] : [1];
}

test('any interleaving and repetition of notices yields each placed order once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(lives, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 3 }),
      async (scheduler, orders, repeats, concurrency) => {
        const store = new SmallStore();
        const context = new FakeContext();
        const answer = scheduler.scheduleFunction(store.fetch);
        context.beforeCommit = scheduler.scheduleFunction(() => Promise.resolve());
        const source = bigcommerce({
          storeHash: 'abc123',
          accessToken: 'token',
          clientSecret,
          concurrency,
          fetch: answer,
        });
        source.attach(context);
        await source.start?.();

        const answers: Promise<Response>[] = [];
        orders.forEach((life, index) => {
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
          orders.flatMap((life) => life.flatMap(() => Array<number>(repeats).fill(200))),
        );
        expect(context.disk.keys('inbox:')).toEqual([]);
        const told = (id: number) =>
          context.disk.drafts.filter(({ properties }) => properties?.['order_id'] === String(id));
        orders.forEach((life, index) => {
          const times = told(index + 1).length;
          expect(fates(life)).toContain(times);
        });
        // Not by the store's doing alone: the source itself yields no order twice.
        expect(source.counts().placed).toBe(context.disk.drafts.length);
        await source.stop?.();
        expect(context.clock.timers).toBe(0);
      },
    ),
    { numRuns: 150 },
  );
});
