import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createPipeline,
  defineDestination,
  defineTransform,
  delivered,
  lmdbStore,
  memoryStore,
  type Activity,
  type Event,
  type OpenStore,
} from '@millrace/core';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function temporaryStore(): Promise<OpenStore> {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-'));
  cleanups.push(() => rm(directory, { recursive: true }));
  return lmdbStore(directory);
}

/** A destination that keeps what it is given. */
function collector(name = 'Collector') {
  const received: Event[] = [];
  const destination = defineDestination<Event>({
    name,
    lanes: { all: { maxOperations: 100 } },
    map: (event) => ({ operations: [{ lane: 'all', key: event.messageId, payload: event }] }),
    async deliver({ operations }) {
      received.push(...operations.map(({ payload }) => payload));
      return operations.map(() => delivered);
    },
  });
  return { destination, received };
}

const order = (id: string) => ({
  messageId: `order-${id}`,
  userId: '42',
  event: 'Order Completed',
  properties: {
    order_id: id,
    total: '29.98',
    currency: 'USD',
    products: [{ product_id: 'p1', price: 14.99, quantity: 2 }],
  },
});

describe.each([
  ['memory', async () => memoryStore()],
  ['lmdb', temporaryStore],
])('a pipeline over the %s store', (_name, open) => {
  it('takes an event once, transforms it, and delivers it', async () => {
    const { destination, received } = collector();
    const pipeline = await createPipeline({
      store: await open(),
      transforms: [
        defineTransform({
          name: 'add affiliation',
          on: 'Order Completed',
          apply: (event) => ({ ...event, properties: { ...event.properties, affiliation: 'web' } }),
        }),
      ],
      destinations: [destination],
    });
    const activity: Activity['type'][] = [];
    pipeline.activity$.subscribe(({ type }) => activity.push(type));
    await pipeline.start();

    expect(await pipeline.track(order('1001'))).toEqual({
      messageId: 'order-1001',
      status: 'accepted',
    });
    expect(await pipeline.track(order('1001'))).toEqual({
      messageId: 'order-1001',
      status: 'duplicate',
    });
    const report = await pipeline.close();

    expect(report).toEqual({ delivered: 1, pending: 0, held: 0, dead: 0 });
    expect(received).toMatchObject([
      {
        type: 'track',
        event: 'Order Completed',
        userId: '42',
        properties: { order_id: '1001', total: 29.98, affiliation: 'web' },
      },
    ]);
    expect(activity).toEqual(['accepted', 'duplicate', 'delivered']);
  });

  it('delivers after a restart what was appended before it', async () => {
    const store = await open();
    const before = await createPipeline({ store, destinations: [collector().destination] });
    await before.track(order('1'));
    await before.track(order('2'));
    expect(await before.close()).toEqual({ delivered: 0, pending: 2, held: 0, dead: 0 });

    const { destination, received } = collector();
    const after = await createPipeline({ store, destinations: [destination] });
    await after.start();
    expect(await after.close()).toEqual({ delivered: 2, pending: 0, held: 0, dead: 0 });
    expect(received.map(({ messageId }) => messageId)).toEqual(['order-1', 'order-2']);
  });
});
