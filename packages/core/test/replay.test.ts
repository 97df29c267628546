import { assert, describe, expect, it } from 'vitest';
import { defineTransform, memoryStore } from '@millrace/core';
import { coupon } from './support/drafts.ts';
import { fakeDestination } from './support/fake-destination.ts';
import { counts, openPipeline, shortly } from './support/pipeline.ts';

/** Retention in days, for tests that last minutes. */
const seconds = (count: number): number => count / (24 * 60 * 60);

describe('replayDelivered', () => {
  it('delivers once more what a destination has taken, with the same keys', async () => {
    const { destination, ids } = fakeDestination();
    const { pipeline, idle } = await openPipeline({ destinations: [destination] });
    await pipeline.start();
    for (const id of ['a', 'b', 'c']) await pipeline.track(coupon(id));
    await idle();

    expect(await pipeline.replayDelivered({ destination: 'Fake', messageIds: ['a', 'c'] })).toBe(2);
    await idle();
    expect(ids()).toEqual(['a', 'b', 'c', 'a', 'c']);
    expect(counts(pipeline)).toMatchObject({ delivered: 5 });
    expect(await pipeline.verify()).toEqual({ entries: 3, problems: [] });
  });

  it('brings a destination that was added later what it has a use for, from a time on', async () => {
    const store = memoryStore();
    const before = await openPipeline({ store, destinations: [fakeDestination().destination] });
    await before.pipeline.track(coupon('too-early'));
    await before.clock.advance(1_000);
    const since = new Date(before.clock.now()).toISOString();
    await before.pipeline.track(coupon('a'));
    await before.pipeline.identify({ messageId: 'not-wanted', userId: '42' });
    await before.pipeline.track({ ...coupon('kept-away'), integrations: { Later: false } });
    await before.pipeline.track(coupon('b'));
    await before.clock.advance(1_000);
    const until = new Date(before.clock.now()).toISOString();
    await before.pipeline.track(coupon('too-late'));
    await before.stop();

    const later = fakeDestination({ name: 'Later', accepts: ({ type }) => type === 'track' });
    const { pipeline, idle } = await openPipeline({
      store,
      clock: before.clock,
      destinations: [later.destination],
    });
    await pipeline.start();
    expect(await pipeline.replayDelivered({ destination: 'Later', since, until })).toBe(2);
    await idle();
    expect(later.ids()).toEqual(['a', 'b']);
  });

  it('says which destinations there are when there is none of that name', async () => {
    const { pipeline } = await openPipeline({ destinations: [fakeDestination().destination] });
    await expect(pipeline.replayDelivered({ destination: 'Klaviyo' })).rejects.toMatchObject({
      code: 'UNKNOWN_DESTINATION',
      message: 'The pipeline has no destination named "Klaviyo". It has Fake.',
    });
  });

  it('says which time is none', async () => {
    const { pipeline } = await openPipeline({ destinations: [fakeDestination().destination] });
    await expect(
      pipeline.replayDelivered({ destination: 'Fake', since: 'yesterday' }),
    ).rejects.toMatchObject({
      code: 'INVALID_QUERY',
      message: expect.stringMatching(/^since: "yesterday" is no time/) as unknown,
    });
  });
});

describe('replay', () => {
  const failing = (fails: { now: boolean }) =>
    defineTransform({
      name: 'fails',
      apply(event) {
        if (fails.now) throw new Error('not today');
        return event;
      },
    });

  it('tries any number of failed events again, in their order', async () => {
    const fails = { now: true };
    const { destination, ids } = fakeDestination();
    const { pipeline, idle } = await openPipeline({
      transforms: [failing(fails)],
      destinations: [destination],
    });
    await pipeline.start();
    const all = Array.from({ length: 250 }, (_, index) => `event-${index}`);
    for (const id of all) await pipeline.track(coupon(id));
    fails.now = false;

    expect(await pipeline.replay({ limit: 120 })).toBe(120);
    expect(await pipeline.replay()).toBe(130);
    await idle();
    expect(ids()).toEqual(all);
  });

  it('sends nothing in the place of an event that cannot be read back: it stays a dead letter', async () => {
    const fails = { now: true };
    const { destination, ids } = fakeDestination();
    const { pipeline, idle } = await openPipeline({
      transforms: [failing(fails)],
      destinations: [destination],
      async store(environment) {
        const store = await memoryStore()(environment);
        const list = store.deadLetters.bind(store);
        const damaged = true as const;
        store.deadLetters = async (query) =>
          (await list(query)).map((letter) => Object.assign(letter, { damaged }));
        return store;
      },
    });
    await pipeline.start();
    await pipeline.track(coupon('a'));
    fails.now = false;

    expect(await pipeline.replay()).toBe(0);
    await idle();
    expect(ids()).toEqual([]);
    expect(await pipeline.deadLetters()).toHaveLength(1);
  });

  it('tries each of those that fail again once, whatever their number', async () => {
    const { pipeline } = await openPipeline({ transforms: [failing({ now: true })] });
    for (let id = 0; id < 150; id += 1) await pipeline.track(coupon(`event-${id}`));
    expect(await pipeline.replay()).toBe(0);
    expect(pipeline.stats()).toMatchObject({ failed: 150, events: 300, appended: 300 });
  });

  it('takes on any number of dead letters of a destination, and gives up on any number', async () => {
    const { destination } = fakeDestination({ map: () => ({ reject: 'malformed' }) });
    const { pipeline, idle } = await openPipeline({ destinations: [destination] });
    await pipeline.start();
    await Promise.all(
      Array.from({ length: 450 }, (_, id) => pipeline.track(coupon(`event-${id}`, `${id}`))),
    );
    await idle();
    expect(counts(pipeline)).toMatchObject({ dead: 450 });
    expect(await pipeline.replay({ limit: 300 })).toBe(300);
    await idle();
    expect(await pipeline.discard({ limit: 250 })).toBe(250);
    expect(counts(pipeline)).toMatchObject({ dead: 200, dropped: 250 });
    expect((await pipeline.verify()).problems).toEqual([]);
  });
});

describe('deadLetters', () => {
  it('lists page after page', async () => {
    const { destination } = fakeDestination({ map: () => ({ reject: 'malformed' }) });
    const { pipeline, idle } = await openPipeline({ destinations: [destination] });
    await pipeline.start();
    for (const id of ['a', 'b', 'c']) await pipeline.track(coupon(id));
    await idle();
    const first = await pipeline.deadLetters({ limit: 2 });
    const after = first.at(-1);
    assert(after !== undefined);
    const second = await pipeline.deadLetters({ limit: 2, after });
    expect([...first, ...second].map(({ event }) => event.messageId)).toEqual(['a', 'b', 'c']);
  });
});

describe('retention', () => {
  it('forgets what was delivered long ago, and tells what it drops', async () => {
    const { destination } = fakeDestination({
      map: (event) =>
        event.messageId === 'held'
          ? { hold: 'no email' }
          : { operations: [{ lane: 'all', key: event.messageId, payload: event }] },
    });
    const { pipeline, clock, activity, idle } = await openPipeline({
      destinations: [destination],
      retention: { days: seconds(10), heldDays: seconds(20) },
    });
    await pipeline.start();
    await pipeline.track(coupon('done', '1'));
    await pipeline.track(coupon('held', '2'));
    await idle();
    await clock.advance(61_000);
    await idle();
    await pipeline.track(coupon('newest', '3'));
    await clock.advance(3_600_000);

    expect(shortly(activity)).toContain('dropped held');
    expect(await pipeline.held()).toEqual([]);
    expect(counts(pipeline)).toMatchObject({ delivered: 2, dropped: 1 });
    expect(pipeline.stats()).toMatchObject({ events: 1, appended: 3 });
    expect(await pipeline.track(coupon('done', '1'))).toMatchObject({ status: 'accepted' });
    expect(await pipeline.track(coupon('newest', '3'))).toMatchObject({ status: 'duplicate' });
  });

  it('leaves no timer behind', async () => {
    const { clock, stop } = await openPipeline();
    await stop();
    expect(clock.pending).toBe(0);
  });
});
