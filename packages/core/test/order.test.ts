import { describe, expect, it } from 'vitest';
import { delivered, type Event } from '@millrace/core';
import { coupon } from './support/drafts.ts';
import { all, fakeDestination, gate, operation } from './support/fake-destination.ts';
import { counts, openPipeline, shortly } from './support/pipeline.ts';

const twoLanes = {
  lanes: { identify: { maxOperations: 100 }, events: { maxOperations: 100 } },
  map: (event: Event) => ({
    operations: [operation(event, event.type === 'identify' ? 'identify' : 'events')],
  }),
};

describe('the events of one profile', () => {
  it('arrive in append order, also over lanes: invariant 3', async () => {
    const { opened, open } = gate();
    const { destination, calls } = fakeDestination({
      ...twoLanes,
      async deliver(batch) {
        if (batch.lane === 'identify') await opened;
        return all(batch, delivered);
      },
    });
    const { pipeline, idle } = await openPipeline({ destinations: [destination] });
    await pipeline.identify({ messageId: 'ana-1', userId: 'ana' });
    await pipeline.track(coupon('ana-2', 'ana'));
    await pipeline.identify({ messageId: 'ana-3', userId: 'ana' });
    await pipeline.track(coupon('bob-1', 'bob'));
    await pipeline.start();
    await idle();
    expect(calls.map(({ lane, ids }) => [lane].concat(ids))).toEqual([
      ['identify', 'ana-1'],
      ['events', 'bob-1'],
    ]);
    open();
    await idle();

    expect(calls.slice(2).map(({ lane, ids }) => [lane].concat(ids))).toEqual([
      ['events', 'ana-2'],
      ['identify', 'ana-3'],
    ]);
  });

  it('are not overtaken by later ones while one is tried again: invariant 3', async () => {
    let failures = 2;
    const { destination, ids } = fakeDestination({
      ...twoLanes,
      deliver: ({ operations }) =>
        operations.map(({ key }) => {
          if (key !== 'ana-1' || failures === 0) return delivered;
          failures -= 1;
          return { status: 'retry', reason: 'locked' };
        }),
    });
    const { pipeline, clock, idle } = await openPipeline({ destinations: [destination] });
    await pipeline.identify({ messageId: 'ana-1', userId: 'ana' });
    await pipeline.track(coupon('ana-2', 'ana'));
    await pipeline.track(coupon('bob-1', 'bob'));
    await pipeline.start();
    await idle();
    await pipeline.track(coupon('ana-3', 'ana'));
    await pipeline.track(coupon('bob-2', 'bob'));
    await idle();

    // A waiting profile blocks no other.
    expect(ids()).toEqual(['ana-1', 'bob-1', 'bob-2']);
    await clock.advance(10_000);
    expect(ids().filter((id) => id.startsWith('ana'))).toEqual([
      'ana-1',
      'ana-1',
      'ana-1',
      'ana-2',
      'ana-3',
    ]);
    expect(counts(pipeline)).toEqual({ delivered: 5 });
  });

  it('are taken in one batch where they fit, in order', async () => {
    const { destination, calls } = fakeDestination({ lanes: { all: { maxOperations: 2 } } });
    const { pipeline, idle } = await openPipeline({ destinations: [destination] });
    for (const id of ['ana-1', 'ana-2', 'ana-3', 'bob-1'])
      await pipeline.track(coupon(id, id.slice(0, 3)));
    await pipeline.start();
    await idle();

    expect(calls.map(({ ids }) => ids)).toEqual([['ana-1', 'ana-2'], ['bob-1'], ['ana-3']]);
  });
});

describe('an event that is held', () => {
  /** Holds the events that start with `held` until an email is known of their profile. */
  const holding = () =>
    fakeDestination({
      map: (event, profile) =>
        event.messageId.startsWith('held') &&
        !profile.identifiers.some(({ type }) => type === 'email')
          ? { hold: 'it needs an email' }
          : { operations: [operation(event)] },
    });

  it('is released by an identify of the same person, and delivered in order', async () => {
    const { destination, ids } = holding();
    const { pipeline, activity, idle, clock } = await openPipeline({ destinations: [destination] });
    await pipeline.start();
    await pipeline.track({ ...coupon('held-1', ''), userId: null, anonymousId: 'device' });
    await idle();
    await pipeline.track({ ...coupon('held-2', ''), userId: null, anonymousId: 'device' });
    await pipeline.track(coupon('other', 'bob'));
    await clock.advance(86_400_000);

    expect(activity.filter(({ type }) => type === 'held')).toMatchObject([
      { messageId: 'held-1', destination: 'Fake', reason: 'it needs an email' },
    ]);
    expect(counts(pipeline)).toMatchObject({ held: 1, delivered: 1 });
    const destinationAndReason = { destination: 'Fake', reason: 'it needs an email' };
    expect(await pipeline.held()).toEqual([
      { messageId: 'held-1', event: 'Coupon Applied', ...destinationAndReason },
    ]);
    expect(ids()).toEqual(['other']);

    await pipeline.identify({
      messageId: 'known',
      userId: 'ana',
      anonymousId: 'device',
      traits: { email: 'ana@shop.co' },
    });
    await idle();

    expect(ids().slice(1)).toEqual(['held-1', 'held-2', 'known']);
    const of = shortly(activity).filter((text) => text.endsWith('held-1'));
    expect(of).toEqual(['accepted held-1', 'held held-1', 'released held-1', 'delivered held-1']);
    expect(counts(pipeline)).toEqual({ delivered: 4 });
    expect(await pipeline.held()).toEqual([]);
  });

  it('is not overtaken by a later event of its profile in the same lease: invariant 3', async () => {
    const { destination, ids } = holding();
    const { pipeline, idle, activity } = await openPipeline({ destinations: [destination] });
    await pipeline.track(coupon('held-1', 'ana'));
    await pipeline.track(coupon('free', 'ana'));
    await pipeline.track(coupon('other', 'bob'));
    await pipeline.start();
    await idle();
    expect(ids()).toEqual(['other']);

    await pipeline.identify({ messageId: 'known', userId: 'ana', traits: { email: 'a@b.co' } });
    await idle();

    expect(ids()).toEqual(['other', 'held-1', 'free', 'known']);
    expect(shortly(activity)).toContain('delivered free');
  });

  it('is counted as held in the report', async () => {
    const { destination } = holding();
    const { pipeline, stop, idle } = await openPipeline({ destinations: [destination] });
    await pipeline.start();
    await pipeline.track(coupon('held-1'));
    await idle();

    expect(await stop()).toEqual({ delivered: 0, pending: 0, held: 1, dead: 0 });
  });
});
