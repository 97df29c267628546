import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ecommerce, plan, type Draft } from '@millrace/core';
import { coupon, order } from './support/drafts.ts';
import { fakeDestination } from './support/fake-destination.ts';
import { openPipeline } from './support/pipeline.ts';

const draft = (value: unknown) => value as Draft;
const about = { messageId: 'm', userId: '42' };
const gift = plan({ ...ecommerce, Gifted: z.object({ orderId: z.string(), at: z.string() }) });

describe('a malformed draft', () => {
  it.each<[string, unknown, string, string]>([
    ['no object', null, 'type', 'expected one of track'],
    ['no type', { ...about }, 'type', 'expected one of track'],
    ['another type', { ...about, type: 'order' }, 'type', 'expected one of track'],
    ['a type that objects inherit', { ...about, type: 'toString' }, 'type', 'expected one of'],
    ['a track without a name', { ...about, type: 'track' }, 'event', 'expected string'],
    ['an empty name', { ...about, type: 'track', event: '' }, 'event', 'needs a name'],
    ['an unknown field', { ...about, type: 'page', properteis: {} }, '', 'properteis'],
    ['traits of another type', { ...about, type: 'identify', traits: 'x' }, 'traits', 'object'],
    [
      'a trait of another type',
      { ...about, type: 'identify', traits: { email: 1 } },
      'traits.email',
      'string',
    ],
    ['a screen with a number for a name', { ...about, type: 'screen', name: 1 }, 'name', 'string'],
    ['a group without an id', { ...about, type: 'group' }, 'groupId', 'string'],
    ['an alias without the old id', { ...about, type: 'alias' }, 'previousId', 'string'],
    ['a local time', { ...about, type: 'page', timestamp: '2026-07-15 10:00' }, 'timestamp', 'ISO'],
    [
      'a long id',
      { ...about, type: 'page', messageId: 'm'.repeat(100) },
      'messageId',
      'fewer than 100',
    ],
    ['a nested context', { ...about, type: 'page', context: { ip: 1 } }, 'context.ip', 'string'],
    [
      'integrations that are no switch',
      { ...about, type: 'page', integrations: { All: 'no' } },
      'integrations.All',
      'nvalid',
    ],
    [
      'a property that the plan has otherwise',
      { ...about, type: 'track', event: 'Order Completed', properties: { order_id: 7, total: {} } },
      'properties.total',
      'expected a number',
    ],
    [
      'a planned event without what it needs',
      { ...about, type: 'track', event: 'Order Completed' },
      'properties.order_id',
      'expected',
    ],
    [
      'nobody',
      { messageId: 'm', type: 'track', event: 'Paid', properties: { email: ' ' } },
      'userId',
      'about nobody',
    ],
  ])('is refused, and nothing is stored: %s', async (_, value, path, message) => {
    const { pipeline, activity } = await openPipeline({
      destinations: [fakeDestination().destination],
    });

    const refused = pipeline.accept(draft(value));

    await expect(refused).rejects.toMatchObject({
      name: 'InvalidEvent',
      code: 'INVALID_EVENT',
      issues: expect.arrayContaining([{ path, message: expect.stringContaining(message) }]),
    });
    expect(pipeline.stats()).toMatchObject({ events: 0, destinations: {} });
    expect(activity).toMatchObject([{ type: 'refused' }]);
  });

  it('is named in the error: its event, its id, what is wrong', async () => {
    const { pipeline } = await openPipeline();

    const refused = pipeline.track({ ...order('1'), properties: { order_id: '' } });

    await expect(refused).rejects.toMatchObject({
      messageId: 'order-1',
      message:
        'Order Completed (order-1) was refused: properties.order_id: an id cannot be empty. Nothing was stored; correct the call.',
    });
  });

  it.each<[string, unknown, string]>([
    ['a BigInt', { total: 1n }, 'properties.total is a bigint'],
    ['not a number', { total: Number.NaN }, 'properties.total is NaN'],
    ['a Map', { lines: new Map() }, 'properties.lines is a Map'],
    ['a function', { done: () => undefined }, 'properties.done is a function'],
  ])('is refused when JSON cannot hold it: %s', async (_, properties, message) => {
    const { pipeline } = await openPipeline();

    await expect(
      pipeline.accept(draft({ ...about, type: 'track', event: 'Paid', properties })),
    ).rejects.toThrow(message);
    expect(pipeline.stats().events).toBe(0);
  });

  it('is refused when it refers to itself', async () => {
    const { pipeline } = await openPipeline();
    const properties: Record<string, unknown> = {};
    properties['self'] = properties;

    await expect(pipeline.track({ ...about, event: 'Paid', properties })).rejects.toThrow(
      'refers to itself',
    );
  });

  it('is refused when it is larger than maxEventBytes', async () => {
    const { pipeline } = await openPipeline({ maxEventBytes: 1_000 });
    const call = (text: string) => ({ ...about, event: 'Noted', properties: { text } });

    // Bytes, not characters.
    await expect(pipeline.track(call('ü'.repeat(450)))).rejects.toThrow(
      /is 1\d\d\d bytes of JSON, more than maxEventBytes \(1000\)/,
    );
    expect(await pipeline.track(call('u'.repeat(450)))).toMatchObject({ status: 'accepted' });
  });
});

describe('a draft', () => {
  it('becomes an event: defaults, ids as text, times in UTC', async () => {
    const { destination, events } = fakeDestination();
    const { pipeline, idle } = await openPipeline({
      destinations: [destination],
      newId: () => 'made',
    });
    await pipeline.start();

    const receipt = await pipeline.page({
      userId: 42,
      name: 'Home',
      timestamp: '2026-07-15T12:00:00+02:00',
    });
    await idle();

    expect(receipt).toEqual({ messageId: 'made', status: 'accepted' });
    expect(events).toEqual([
      {
        type: 'page',
        messageId: 'made',
        userId: '42',
        name: 'Home',
        timestamp: '2026-07-15T10:00:00.000Z',
        receivedAt: '2026-07-15T12:00:00.000Z',
        context: {},
        integrations: {},
        properties: {},
      },
    ]);
  });

  it('is stored as it was when it was handed in, whatever the caller does to it later', async () => {
    const { destination, events } = fakeDestination();
    const { pipeline, idle } = await openPipeline({ destinations: [destination] });
    await pipeline.start();
    const createdAt = new Date(0);
    const traits = { email: 'jo@shop.co', createdAt, address: { city: 'Bern' } };

    const identified = pipeline.identify({ ...about, traits });
    traits.email = 'changed@shop.co';
    traits.address.city = 'changed';
    createdAt.setTime(1);
    await identified;
    await idle();

    expect(events).toMatchObject([
      {
        traits: {
          email: 'jo@shop.co',
          createdAt: '1970-01-01T00:00:00.000Z',
          address: { city: 'Bern' },
        },
      },
    ]);
    expect(await pipeline.profile({ type: 'email', id: 'jo@shop.co' })).toBeDefined();
    expect(Object.isFrozen(traits)).toBe(false);
  });

  it('may be about a guest who left an email and nothing else', async () => {
    const { pipeline } = await openPipeline();

    await pipeline.track({
      ...coupon('a'),
      userId: null,
      context: { traits: { email: 'A@b.co' } },
    });

    expect(await pipeline.profile({ type: 'email', id: 'a@b.co' })).toMatchObject({
      identifiers: [{ type: 'email', id: 'a@b.co' }],
    });
  });

  it('is taken once: invariant 2, the same id again changes nothing', async () => {
    const { destination, ids } = fakeDestination();
    const { pipeline, idle } = await openPipeline({ destinations: [destination] });
    await pipeline.start();
    await pipeline.track(coupon('a', 'ana'));

    const again = await pipeline.track({ ...coupon('a', 'ana'), anonymousId: 'device' });
    await idle();

    expect(again).toEqual({ messageId: 'a', status: 'duplicate' });
    expect(ids()).toEqual(['a']);
    expect(await pipeline.profile({ type: 'anonymous_id', id: 'device' })).toBeUndefined();
    expect(pipeline.stats().events).toBe(1);
  });
});

describe('the tracking plan', () => {
  it('lets other names pass, or refuses them, as `unplanned` says', async () => {
    const allows = await openPipeline();
    const rejects = await openPipeline({ unplanned: 'reject' });
    const call = { ...about, event: 'toString', properties: { any: 'thing' } };

    expect(await allows.pipeline.track(call)).toMatchObject({ status: 'accepted' });
    await expect(rejects.pipeline.track(call)).rejects.toMatchObject({
      name: 'UnplannedEvent',
      code: 'UNPLANNED_EVENT',
      messageId: 'm',
      issues: [{ path: 'event' }],
      message: expect.stringContaining('no event "toString"'),
    });
    expect(rejects.pipeline.stats().events).toBe(0);
    expect(await rejects.pipeline.page(about)).toMatchObject({ status: 'accepted' });
  });

  it("takes the spec's names in camelCase, where the schema is the spec's own", async () => {
    const { destination, events } = fakeDestination();
    const { pipeline, idle } = await openPipeline({ plan: gift, destinations: [destination] });
    await pipeline.start();

    await pipeline.track({ ...about, event: 'Order Completed', properties: { orderId: 7 } });
    await pipeline.track({ userId: '1', event: 'Gifted', properties: { orderId: '7', at: 'x' } });
    await pipeline.track({ userId: '1', event: 'Own', properties: { orderId: '7' } });
    await idle();

    expect(events.map((event) => 'properties' in event && event.properties)).toEqual([
      { order_id: '7' },
      { orderId: '7', at: 'x' },
      { orderId: '7' },
    ]);
  });

  it("checks a team's own event, and keeps what its schema gives", async () => {
    const { destination, events } = fakeDestination();
    const own = plan({ Gifted: z.object({ code: z.string().trim() }) });
    const { pipeline, idle } = await openPipeline({ plan: own, destinations: [destination] });
    await pipeline.start();

    await pipeline.track({ ...about, event: 'Gifted', properties: { code: ' X ' } });
    await idle();

    expect(events).toMatchObject([{ properties: { code: 'X' } }]);
    const wrong = { ...about, event: 'Gifted', properties: { code: 7 } };
    await expect(pipeline.accept(draft({ ...wrong, type: 'track' }))).rejects.toMatchObject({
      issues: [{ path: 'properties.code' }],
    });
    // A plan without the e-commerce events does not check them.
    await pipeline.track({ ...about, messageId: 'n', event: 'Order Completed' });
  });
});

describe('routing', () => {
  it.each<[string, Draft['integrations'], string[]]>([
    ['goes everywhere unless said', undefined, ['One', 'Two']],
    ['goes nowhere', { All: false }, []],
    ['goes where it is named', { All: false, Two: true }, ['Two']],
    ['goes where it has settings', { All: false, Two: { list: 'L1' } }, ['Two']],
    ['stays away from where it must not go', { One: false }, ['Two']],
    ['does not mind other names', { All: true, Three: false }, ['One', 'Two']],
  ])('%s', async (_, integrations, expected) => {
    const destinations = [fakeDestination({ name: 'One' }), fakeDestination({ name: 'Two' })];
    const { pipeline, idle } = await openPipeline({
      destinations: destinations.map(({ destination }) => destination),
    });
    await pipeline.start();

    expect(await pipeline.track({ ...coupon('a'), integrations })).toMatchObject({
      status: 'accepted',
    });
    await idle();

    const reached = destinations.filter(({ ids }) => ids().length === 1);
    expect(reached.map(({ destination }) => destination.name)).toEqual(expected);
  });

  it('asks a destination whether it takes such an event', async () => {
    const { destination, ids } = fakeDestination({ accepts: ({ type }) => type === 'identify' });
    const { pipeline, idle } = await openPipeline({ destinations: [destination] });
    await pipeline.start();

    await pipeline.track(coupon('a'));
    await pipeline.identify({ ...about, messageId: 'b' });
    await idle();

    expect(ids()).toEqual(['b']);
    expect(pipeline.stats()).toMatchObject({ events: 2, destinations: { Fake: { delivered: 1 } } });
  });
});
