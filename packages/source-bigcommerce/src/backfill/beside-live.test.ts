import { afterEach, expect, test } from 'vitest';
import { deferred } from '../../test/deferred.ts';
import { day, minute, openPast } from '../../test/past.ts';
import type { Processes } from '../../test/processes.ts';
import { urlOf } from '../../test/traffic.ts';
import { webhook } from '../../test/webhooks.ts';

let shop: Processes;
afterEach(() => shop.close());

/** A store with an order of the past, whose answers to requests of one kind are held back, each time that one comes. */
async function openHolding(path: RegExp) {
  const past = await openPast({ customers: false });
  shop = past.shop;
  const orderId = past.pastOrder();
  await shop.clock.advance(minute);
  const held = deferred();
  const came = deferred();
  await shop.restart({
    fetch: async (input, init) => {
      const response = await shop.traffic.fetch(input, init);
      if (path.test(urlOf(input))) {
        came.resolve();
        await held.promise;
      }
      return response;
    },
  });
  const { storeHash, clientSecret: secret } = shop.sandbox;
  const notice = () =>
    shop.source.handle(
      webhook({ at: shop.clock.now(), data: { type: 'order', id: orderId }, storeHash, secret }),
    );
  return { orderId, held, came, notice };
}

/** Some of its time, which a look takes. */
const aWhile = (): Promise<void> => shop.pass(2_000, 100);

test('an order that a webhook and a backfill want at the same time is told by one of them', async () => {
  const { orderId, held, came, notice } = await openHolding(/\/v3\/catalog\/products/);
  const done = shop.source.backfill({ what: ['orders'] });
  await notice();
  await aWhile();
  await came.promise;
  held.resolve();
  await aWhile();
  await done;
  expect(shop.factsOf(orderId)).toEqual(['placed']);
  const receipts = shop.memory.commits.flatMap((commit) => commit.receipts);
  expect(receipts.map(({ status }) => status)).toEqual(['accepted']);
});

test('a backfill that waits for customers keeps no live look waiting', async () => {
  const past = await openPast({ subscribers: 'off' });
  shop = past.shop;
  const ids = Array.from({ length: 6 }, (_, index) => {
    const { id: customerId } = shop.sandbox.addCustomer({ email: `buyer${index}@post.example` });
    return past.pastOrder({ daysAgo: 5, customerId });
  });
  await shop.clock.advance(minute);
  await shop.restart({
    // Only whole customers are too much for the store, as the backfill reads them.
    fetch: async (input, init) => {
      const isTooMuch = /\/v3\/customers\?.*include=.*id%3Ain=/.test(urlOf(input));
      const response = await shop.traffic.fetch(input, init);
      return isTooMuch ? new Response('busy', { status: 503 }) : response;
    },
  });
  const done = shop.source.backfill({ what: ['orders'] });
  await shop.pass(minute);
  for (const id of ids) shop.sandbox.setStatus(id, 2);
  const fresh = past.pastOrder({ daysAgo: 0 });
  void shop.source.sweep();
  // Live looks at the customers fail, too, for a while.
  await shop.pass(10 * minute);
  expect(shop.factsOf(fresh)).toEqual(['placed']);
  expect(ids.map(shop.factsOf)).toEqual(ids.map(() => ['placed', 'fulfilled']));
  await shop.source.stop?.();
  expect((await done).outcome).toBe('stopped');
});

test('a customer who was told of after the page was read stays as they were told', async () => {
  const past = await openPast({ subscribers: 'off' });
  shop = past.shop;
  const { id } = shop.sandbox.addCustomer({ email: 'lin@post.example', firstName: 'Lin' });
  await shop.clock.advance(minute);
  const [held, came] = [deferred(), deferred()];
  let isHeld = true;
  await shop.restart({
    fetch: async (input, init) => {
      const response = await shop.traffic.fetch(input, init);
      if (isHeld && urlOf(input).includes('date_created%3Amin')) {
        came.resolve();
        await held.promise;
      }
      return response;
    },
  });
  const done = shop.source.backfill({ what: ['customers'] });
  await aWhile();
  await came.promise;
  shop.sandbox.updateCustomer(id, { firstName: 'Linnea' });
  await shop.source.sweep();
  await aWhile();
  isHeld = false;
  held.resolve();
  await aWhile();
  expect((await done).parts.customers).toMatchObject({ read: 1, events: 0 });
  const names = shop.memory.accepted.map(
    (draft) => 'traits' in draft && draft.traits?.['firstName'],
  );
  expect(names).toEqual(['Linnea']);
});

test('an order that changed and was looked at after its page was read stays as it was seen last', async () => {
  const { orderId, held, came, notice } = await openHolding(/order_id%3Ain=/);
  const done = shop.source.backfill({ what: ['orders'] });
  await came.promise;
  // Nothing proves that it was ever placed, once it is cancelled.
  shop.sandbox.setStatus(orderId, 5);
  await shop.clock.advance(day);
  await notice();
  await aWhile();
  expect(await shop.source.waiting()).toEqual([]);
  held.resolve();
  await aWhile();
  expect((await done).parts.orders).toMatchObject({ read: 1, events: 0, known: 1 });
  expect(shop.factsOf(orderId)).toEqual([]);
});
