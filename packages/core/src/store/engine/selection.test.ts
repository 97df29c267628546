import { afterEach, expect, it } from 'vitest';
import { all, event, idsOf, openBench, present, user, usual } from '../../testing/store/bench.ts';
import { memoryStore } from '../memory/memory-store.ts';

const request = { maxEvents: 200, maxBytes: 1e9, leaseMs: 60_000 };
let close: () => Promise<void>;
afterEach(() => close());

it('L12: finds the one due event behind thousands of retries that may not be lent', async () => {
  const bench = await openBench(memoryStore());
  close = () => bench.close();
  const many = Array.from({ length: 5_000 }, (_, n) => event(`failed-${n}`, user(`${n}`)));
  await bench.append(...many);
  const at = bench.clock.now() + 1_000;
  for (;;) {
    const lease = await bench.store.lease(usual, request);
    if (lease === undefined) break;
    await bench.store.settle(lease, all(lease, { status: 'retry', at, reason: 'busy' }));
  }
  await bench.clock.advance(1_000);
  await bench.append(event('new', user('new')));
  const released = present(await bench.store.lease(usual, { ...request, maxRetries: 0 }));
  await bench.store.settle(released, all(released, { status: 'release' }));

  expect(idsOf(await bench.store.lease(usual, { ...request, maxRetries: 0 }))).toEqual(['new']);
  expect(await bench.store.lease(usual, { ...request, maxRetries: 0 })).toBeUndefined();
  expect((await bench.store.lease(usual, { ...request, maxRetries: 7 }))?.events).toHaveLength(7);
});
