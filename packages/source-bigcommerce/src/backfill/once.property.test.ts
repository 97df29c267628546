import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { turns } from '../../test/manual-clock.ts';
import { openProcesses, type Processes } from '../../test/processes.ts';
import { webhook } from '../../test/webhooks.ts';

/** Where orders go, one step at a time: what the last step leaves proves all that went before. */
const lives = fc.constantFrom<readonly (number | 'refund')[]>(
  [11],
  [7, 11],
  [11, 2],
  [0, 11, 10],
  [11, 'refund', 'refund'],
  [7, 11, 2, 'refund'],
);

const actions = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('step'), order: fc.nat({ max: 5 }) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('deliver'), order: fc.nat({ max: 5 }) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('sweep'), order: fc.nat({ max: 0 }) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('backfill'), order: fc.nat({ max: 0 }) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('kill'), order: fc.nat({ max: 0 }) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('pass'), order: fc.nat({ max: 0 }) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('settle'), order: fc.nat({ max: 0 }) }) },
);

const ignore = (): void => undefined;

/** An order in the store, of which nobody was told. */
function place(shop: Processes): number {
  const lines = [{ productId: shop.productId, quantity: 2, price: '25.00' }];
  return shop.sandbox.placeOrder({ lines, email: 'ada@post.example' }).id;
}

function step({ sandbox }: Processes, id: number, to: number | 'refund'): void {
  if (to === 'refund') sandbox.refundOrder(id, { amount: '5', keepStatus: true });
  else sandbox.setStatus(id, to);
}

function deliver(shop: Processes, id: number): void {
  const { storeHash, clientSecret: secret } = shop.sandbox;
  const data = { type: 'order', id };
  const request = webhook({ at: shop.clock.now(), data, storeHash, secret });
  // A process that is killed never answers.
  void shop.source.handle(request).catch(ignore);
}

/** All that the store proves by now, as a source that has just been made finds it. */
async function provenBy({ sandbox, clock }: Processes): Promise<readonly string[]> {
  const fresh = await openProcesses(quiet, { store: sandbox, clock, start: false });
  await finish(fresh);
  return fresh.told;
}

/** A sweep and a backfill, to their ends. */
async function finish(shop: Processes): Promise<void> {
  await shop.pass(30_000);
  await shop.source.sweep();
  await shop.pass(30_000);
  let ended = false;
  const until = new Date(shop.clock.now() + 1_000);
  const done = shop.source.backfill({ until }).finally(() => (ended = true));
  await shop.until(() => ended);
  await done;
}

const quiet = { poll: false, customers: false, subscribers: 'off' } as const;

test('whatever webhooks, sweeps, backfills and kills do, each fact is told once, and none is missing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(lives, { minLength: 1, maxLength: 6 }),
      fc.array(fc.tuple(actions, fc.nat({ max: 12 })), { maxLength: 30 }),
      async (orders, story) => {
        const shop = await openProcesses(quiet, { start: false });
        try {
          const half = Math.ceil(orders.length / 2);
          const ids = orders.slice(0, half).map(() => place(shop));
          await shop.clock.advance(60_000);
          await shop.source.start?.();
          ids.push(...orders.slice(half).map(() => place(shop)));
          const steps = orders.map((life) => [...life]);

          for (const [{ does, order }, pause] of story) {
            const id = ids[order % ids.length] ?? 0;
            const next = does === 'step' ? steps[order % ids.length]?.shift() : undefined;
            if (next !== undefined) step(shop, id, next);
            if (does === 'deliver') deliver(shop, id);
            if (does === 'sweep') void shop.source.sweep().catch(ignore);
            if (does === 'backfill') void shop.source.backfill().catch(ignore);
            if (does === 'kill') await shop.restart();
            if (does === 'pass') await shop.pass(20_000);
            // All that is under way ends, and the clock stands still.
            if (does === 'settle') await shop.settle();
            await turns(pause);
          }
          await shop.restart();
          await finish(shop);

          const receipts = shop.memory.commits.flatMap(({ receipts }) => receipts);
          expect(receipts.every(({ status }) => status === 'accepted')).toBe(true);
          expect(shop.told).toEqual(await provenBy(shop));
        } finally {
          await shop.close();
        }
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);
