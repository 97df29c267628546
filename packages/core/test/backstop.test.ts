import { expect, it } from 'vitest';
import { memoryStore, type OpenStore } from '@millrace/core';
import { coupon } from './support/drafts.ts';
import { fakeDestination } from './support/fake-destination.ts';
import { openPipeline } from './support/pipeline.ts';

it('what goes wrong with a lease does not keep its events until the lease ends', async () => {
  const open = memoryStore();
  let fails = 1;
  const failing: OpenStore = async (environment) => {
    const store = await open(environment);
    const { crashes } = store;
    const enter: typeof crashes.enter = (ids) => {
      fails -= 1;
      if (fails === 0) throw new Error('a defect');
      return crashes.enter(ids);
    };
    const broken = {
      enter,
      deaths: (id: string) => crashes.deaths(id),
      forget: (id: string) => crashes.forget(id),
    };
    return new Proxy(store, {
      get(target, name) {
        if (name === 'crashes') return broken;
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
  };
  const { destination, ids } = fakeDestination();
  const options = { store: failing, destinations: [destination] };
  const { pipeline, clock } = await openPipeline(options);
  await pipeline.track(coupon('1'));
  await pipeline.start();
  await clock.advance(5_000);
  expect(ids()).toEqual(['1']);
});
