import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  defineTransform,
  memoryStore,
  plan,
  type Event,
  type Transform,
  type Transformed,
} from '@millrace/core';
import { coupon, order } from './support/drafts.ts';
import { fakeDestination } from './support/fake-destination.ts';
import { counts, openPipeline, shortly } from './support/pipeline.ts';

const transform = (apply: Transform['apply'], name = 'ours') => defineTransform({ name, apply });

/** A pipeline with these transforms, started, and what its destination gets. */
async function through(...transforms: Transform[]) {
  const fake = fakeDestination();
  const opened = await openPipeline({ transforms, destinations: [fake.destination] });
  await opened.pipeline.start();
  return { ...opened, ...fake };
}

describe('a transform that drops', () => {
  it('is answered, counted and listed: invariant 7', async () => {
    const { pipeline, activity, ids, idle } = await through(transform(() => null, 'no coupons'));

    expect(await pipeline.track(coupon('a'))).toEqual({ messageId: 'a', status: 'dropped' });
    expect(await pipeline.track(coupon('a'))).toMatchObject({ status: 'duplicate' });
    await idle();

    const reason = 'transform "no coupons" dropped it';
    expect(ids()).toEqual([]);
    expect(pipeline.stats()).toMatchObject({ events: 1, dropped: 1, destinations: {} });
    expect(await pipeline.drops()).toEqual([
      { messageId: 'a', event: 'Coupon Applied', reason, at: '2026-07-15T12:00:00.000Z' },
    ]);
    expect(activity[0]).toMatchObject({ type: 'dropped', messageId: 'a', reason });
  });

  it('is named, when others follow it', async () => {
    const { pipeline } = await through(
      transform((event) => event, 'first'),
      transform(() => [], 'second'),
      transform((event) => event, 'third'),
    );

    await pipeline.track(coupon('a'));

    expect(await pipeline.drops()).toMatchObject([{ reason: 'transform "second" dropped it' }]);
  });
});

describe('a transform that changes', () => {
  it('is applied in order, each to what the one before gave', async () => {
    const add = (letter: string) =>
      defineTransform({
        name: letter,
        on: 'Coupon Applied',
        apply: (event) => ({
          ...event,
          properties: { ...event.properties, coupon_id: `${event.properties.coupon_id}${letter}` },
        }),
      });
    const { pipeline, events, idle } = await through(add('a'), add('b'));

    await pipeline.track(coupon('a'));
    await idle();

    expect(events).toMatchObject([{ properties: { coupon_id: 'SUMMERab' } }]);
  });

  it('may take its time', async () => {
    const { pipeline, events, idle } = await through(
      transform(async (event) => {
        await Promise.resolve();
        return { ...event, context: { locale: 'de' } };
      }),
    );

    expect(await pipeline.track(coupon('a'))).toMatchObject({ status: 'accepted' });
    await idle();

    expect(events).toMatchObject([
      { context: { locale: 'de' }, receivedAt: '2026-07-15T12:00:00.000Z' },
    ]);
  });

  it('sees only what it is `on`', async () => {
    const seen: string[] = [];
    const { pipeline, ids, idle } = await through({
      name: 'orders',
      on: 'Order Completed',
      apply: (event) => {
        seen.push(event.messageId);
        return event;
      },
    });

    await pipeline.track(coupon('a'));
    await pipeline.page({ messageId: 'b', userId: '1', name: 'Order Completed' });
    await pipeline.track(order('1'));
    await idle();

    expect(seen).toEqual(['order-1']);
    expect(ids().toSorted()).toEqual(['a', 'b', 'order-1']);
  });

  it('reads the time at which the event was received, and no other clock', async () => {
    const times: number[] = [];
    const { pipeline, clock } = await through(
      transform((event, { now }) => {
        times.push(now);
        return event;
      }),
    );
    await pipeline.track(coupon('a'));

    expect(times).toEqual([clock.now()]);
  });

  it('is routed and linked by what it gives back', async () => {
    const { pipeline, ids, idle } = await through(
      transform((event) => ({ ...event, userId: 'other', integrations: { All: false } })),
    );

    await pipeline.track(coupon('a', '42'));
    await idle();

    expect(ids()).toEqual([]);
    expect(await pipeline.profile({ type: 'user_id', id: 'other' })).toBeDefined();
    expect(await pipeline.profile({ type: 'user_id', id: '42' })).toBeUndefined();
  });
});

describe('a transform that splits', () => {
  it('gives each event an id of its own, the same each time', async () => {
    const twice = (event: Event) => [event, { ...event }];
    const { pipeline, ids, idle } = await through(transform(twice), transform(twice));

    expect(await pipeline.track(coupon('a'))).toEqual({ messageId: 'a', status: 'accepted' });
    expect(await pipeline.track(coupon('a'))).toMatchObject({ status: 'duplicate' });
    await idle();

    expect(ids()).toEqual(['a', 'a/2', 'a/3', 'a/4']);
    expect(pipeline.stats().events).toBe(4);
  });

  it('may name its events itself: the draft is known by its own id, whatever becomes of the transform', async () => {
    const store = memoryStore();
    const { destination, ids } = fakeDestination();
    const renames = transform((event) =>
      ['x', 'y'].map((messageId) => Object.assign({}, event, { messageId })),
    );
    const before = await openPipeline({ store, transforms: [renames] });
    expect(await before.pipeline.track(coupon('a'))).toEqual({
      messageId: 'a',
      status: 'accepted',
    });
    expect(await before.pipeline.track(coupon('a'))).toMatchObject({ status: 'duplicate' });
    await before.stop();

    const { pipeline, idle } = await openPipeline({ store, destinations: [destination] });
    await pipeline.start();
    for (const id of ['a', 'x', 'y'])
      expect(await pipeline.track(coupon(id))).toMatchObject({ status: 'duplicate' });
    await idle();
    expect(ids()).toEqual([]);
  });

  it('must not give one id to two events', async () => {
    const { pipeline } = await through(
      transform((event) => [1, 2].map(() => Object.assign({}, event, { messageId: 'x' }))),
    );

    await pipeline.track(coupon('a'));

    expect(await pipeline.deadLetters()).toMatchObject([
      { stage: 'transform', reason: expect.stringContaining('two events with the id "x"') },
    ]);
  });
});

describe('a transform that fails', () => {
  const changes = (event: Event) => {
    (event.context as Record<string, unknown>)['locale'] = 'de';
    return event;
  };
  const withoutOrder = (event: Event): Event =>
    event.type === 'track' ? { ...event, properties: {} } : event;
  const nobody = (event: Event): Event => ({ ...event, userId: ' ' });

  it.each<[string, Transform['apply'], string]>([
    ['throws', () => raise(new RangeError('no such rate')), 'RangeError: no such rate'],
    ['throws what is no error', () => raise('oh'), 'failed: oh'],
    ['rejects', () => Promise.reject(new Error('later')), 'Error: later'],
    ['returns undefined', () => undefined as unknown as Transformed, 'it returned undefined'],
    ['returns no event', () => true as unknown as Transformed, 'type: expected one of'],
    ['returns an empty object', () => ({}) as Event, 'type: expected one of'],
    ['writes to its input', changes, 'TypeError'],
    ['breaks the plan', withoutOrder, 'properties.order_id'],
    ['makes it about nobody', nobody, 'about nobody'],
    [
      'gives what JSON cannot hold',
      (event) => ({ ...event, context: { n: 1n } }),
      'context.n is a bigint',
    ],
    [
      'adds a field that no message has',
      (event) => Object.assign({}, event, { total: 1 }),
      'Unrecognized key: "total"',
    ],
  ])('makes a dead letter, never the raw event: it %s', async (_, apply, reason) => {
    const { pipeline, activity, ids, idle } = await through(transform(apply));
    const other = pipeline.track({ ...order('2'), integrations: {} });

    expect(await pipeline.track(order('1'))).toMatchObject({ status: 'accepted' });
    expect(await other).toMatchObject({ status: 'accepted' });
    await idle();

    expect(ids()).toEqual([]);
    const [, letter] = await pipeline.deadLetters();
    expect(letter).toMatchObject({ stage: 'transform', event: { messageId: 'order-1' } });
    expect(letter?.reason).toContain('transform "ours" failed: ');
    expect(letter?.reason).toContain(reason);
    expect(letter).not.toHaveProperty('destination');
    expect(activity.at(-1)).toMatchObject({
      type: 'dead',
      messageId: 'order-1',
      reason: letter?.reason,
    });
    expect(pipeline.stats()).toMatchObject({ events: 2, failed: 2, destinations: {} });
  });

  it('includes one that makes an event too large', async () => {
    const { pipeline, ids, idle } = await through(
      transform((event) => ({ ...event, context: { text: 'x'.repeat(600_000) } })),
    );

    await pipeline.track(coupon('a'));
    await idle();

    expect(ids()).toEqual([]);
    expect(await pipeline.deadLetters()).toMatchObject([
      { reason: expect.stringMatching(/what the transforms made of it is 600\d+ bytes/) },
    ]);
  });

  it('lets the others pass', async () => {
    const { pipeline, ids, idle } = await through(
      transform((event) => (event.messageId === 'a' ? raise(new Error('a')) : event)),
    );

    await pipeline.track(coupon('a'));
    await pipeline.track(coupon('b'));
    await idle();

    expect(ids()).toEqual(['b']);
  });

  it('is tried again by replay, once it is corrected', async () => {
    const store = memoryStore();
    const broken = await openPipeline({ store, transforms: [transform(() => raise('oh'))] });
    for (let n = 1; n <= 120; n += 1) await broken.pipeline.track(coupon(`a-${n}`, `${n}`));
    await broken.stop();

    const { destination, ids, events } = fakeDestination();
    const corrected = transform((event) => ({ ...event, context: { locale: 'de' } }));
    const { pipeline, idle, activity } = await openPipeline({
      store,
      transforms: [corrected],
      destinations: [destination],
    });
    await pipeline.start();

    expect(await pipeline.replay({ messageIds: ['a-1'] })).toBe(1);
    expect(await pipeline.replay()).toBe(119);
    expect(await pipeline.replay()).toBe(0);
    await idle();

    expect(new Set(ids()).size).toBe(120);
    expect(ids()).toHaveLength(120);
    expect(events[0]).toMatchObject({ messageId: 'a-1', context: { locale: 'de' } });
    expect(await pipeline.deadLetters()).toEqual([]);
    expect(pipeline.stats().failed).toBe(0);
    expect(await pipeline.track(coupon('a-1'))).toMatchObject({ status: 'duplicate' });
    expect(shortly(activity)).toContain('delivered a-120');
  });

  it('stays a dead letter when replay fails again', async () => {
    const { pipeline } = await through(transform(() => raise('oh')));
    await pipeline.track(coupon('a'));

    expect(await pipeline.replay()).toBe(0);

    expect(await pipeline.deadLetters()).toMatchObject([{ event: { messageId: 'a' } }]);
    expect(pipeline.stats().failed).toBe(1);
    expect(await pipeline.discard()).toBe(1);
    expect(pipeline.stats().failed).toBe(0);
  });

  it('replays no more than it is asked to', async () => {
    let broken = true;
    const { pipeline, idle } = await through(transform((event) => (broken ? raise('oh') : event)));
    await pipeline.track(coupon('a'));
    await pipeline.track(coupon('b'));
    broken = false;

    expect(await pipeline.replay({ limit: 1 })).toBe(1);
    await idle();

    expect(counts(pipeline)).toEqual({ delivered: 1 });
    expect(pipeline.stats().failed).toBe(1);
  });

  it('counts the dead letters of all stages when it limits a replay', async () => {
    const store = memoryStore();
    const rejects = fakeDestination({ map: () => ({ reject: 'no' }) });
    const failing = transform((event) => (event.messageId === 'a' ? raise('oh') : event));
    const before = await openPipeline({
      store,
      transforms: [failing],
      destinations: [rejects.destination],
    });
    await before.pipeline.start();
    for (const id of ['a', 'b', 'c']) await before.pipeline.track(coupon(id));
    expect(await before.pipeline.close()).toMatchObject({ dead: 3 });

    const { pipeline } = await openPipeline({
      store,
      destinations: [fakeDestination().destination],
    });
    expect(await pipeline.replay({ limit: 2 })).toBe(2);
    expect(await pipeline.deadLetters()).toMatchObject([{ stage: 'map' }]);
  });
});

it('checks what a transform changed, not what it left alone: a plan may turn text into a number', async () => {
  const { destination, events } = fakeDestination();
  const priced = plan({ Priced: z.object({ price: z.string().transform(Number) }) });
  const { pipeline, idle } = await openPipeline({
    plan: priced,
    transforms: [transform((event) => event)],
    destinations: [destination],
  });
  await pipeline.start();

  await pipeline.track({ userId: '1', event: 'Priced', properties: { price: '9.5' } });
  await idle();

  expect(events).toMatchObject([{ properties: { price: 9.5 } }]);
});

function raise(error: unknown): never {
  throw error;
}
