import { expect, it } from 'vitest';
import { memoryStore, StoreFull, type OpenStore } from '@millrace/core';
import { coupon } from './support/drafts.ts';
import { fakeDestination } from './support/fake-destination.ts';
import { openPipeline } from './support/pipeline.ts';

it('what is delivered is settled within five seconds of the disk having room again', async () => {
  const open = memoryStore();
  let isFull = true;
  const filling: OpenStore = async (environment) => {
    const store = await open(environment);
    const settle = store.settle.bind(store);
    return Object.assign(store, {
      settle: async (...call: Parameters<typeof settle>) => {
        if (isFull) throw new StoreFull('the disk is full');
        return settle(...call);
      },
    });
  };
  const { destination, calls } = fakeDestination();
  const options = { store: filling, destinations: [destination], random: () => 1 };
  const { pipeline, clock } = await openPipeline(options);
  await pipeline.track(coupon('1'));
  await pipeline.start();
  await clock.advance(600_000);
  isFull = false;
  await clock.advance(5_000);
  expect(pipeline.stats().destinations['Fake']).toMatchObject({ delivered: 1, pending: 0 });
  expect(calls).toHaveLength(1);
});
