import { expectTypeOf } from 'vitest';
import * as z from 'zod';
import {
  createPipeline,
  defineTransform,
  ecommerce,
  memoryStore,
  plan,
  type Event,
  type JsonObject,
  type Pipeline,
  type Receipt,
  type TrackCall,
  type TrackEvent,
} from '@millrace/core';

const userId = '42';

// The default plan: planned names ask for their properties.
export async function planned(pipeline: Pipeline): Promise<void> {
  const receipt = await pipeline.track({
    userId,
    event: 'Order Completed',
    properties: { order_id: '1001', total: '29.98', gift_wrap: true },
  });
  expectTypeOf(receipt).toEqualTypeOf<Receipt>();

  // In camelCase, too.
  await pipeline.track({
    userId,
    event: 'Order Completed',
    properties: { orderId: 1001, products: [{ productId: 'p1', price: 9.5 }] },
  });

  await pipeline.track({
    userId,
    event: 'Order Completed',
    // @ts-expect-error -- a total is a number or a decimal string
    properties: { order_id: '1001', total: true },
  });
  await pipeline.track({
    userId,
    event: 'Order Completed',
    // @ts-expect-error -- an order has an id
    properties: { total: '29.98' },
  });
  // @ts-expect-error -- a planned event has properties
  await pipeline.track({ userId, event: 'Order Completed' });
  await pipeline.track({
    userId,
    event: 'Order Completed',
    properties: { order_id: '1' },
    // @ts-expect-error -- a timestamp is a Date or text
    timestamp: 1,
  });
  // @ts-expect-error -- a track call has no traits
  await pipeline.track({ userId, event: 'Signed Up', traits: {} });
}

// Other names take any properties, or none.
export async function unplanned(pipeline: Pipeline, name: string): Promise<void> {
  await pipeline.track({ userId, event: 'Signed Up' });
  await pipeline.track({ userId, event: 'Signed Up', properties: { plan: 'pro' } });
  await pipeline.track({ userId, event: name, properties: null });
  // @ts-expect-error -- properties are an object
  await pipeline.track({ userId, event: 'Signed Up', properties: 'pro' });
  // @ts-expect-error -- a track call has a name
  await pipeline.track({ userId });
}

// Planned names complete: they are known to the compiler one by one.
type NameOf<P> = P extends Pipeline<infer Own> ? keyof Own & string : never;
expectTypeOf<'Order Completed' | 'Cart Viewed'>().toExtend<NameOf<Pipeline>>();
expectTypeOf<
  TrackCall<typeof ecommerce, 'Order Completed'>['event']
>().toEqualTypeOf<'Order Completed'>();

// A team's own plan.
export async function own(): Promise<void> {
  const ours = plan({ ...ecommerce, 'Gift Card Redeemed': z.object({ gift_code: z.string() }) });
  const pipeline = await createPipeline({ store: memoryStore(), plan: ours });
  expectTypeOf(pipeline).toEqualTypeOf<Pipeline<typeof ours>>();

  await pipeline.track({ userId, event: 'Gift Card Redeemed', properties: { gift_code: 'X' } });
  await pipeline.track({ userId, event: 'Order Completed', properties: { orderId: 7 } });
  await pipeline.track({
    userId,
    event: 'Gift Card Redeemed',
    // @ts-expect-error -- a team's own names are taken as they are, and checked
    properties: { giftCode: 'X' },
  });

  const only = await createPipeline({
    store: memoryStore(),
    plan: { Gifted: z.object({ code: z.string() }) },
  });
  await only.track({ userId, event: 'Order Completed', properties: { total: true } });
  // @ts-expect-error -- the plan says text
  await only.track({ userId, event: 'Gifted', properties: { code: 7 } });
}

// The other calls, and drafts of any type.
export async function others(pipeline: Pipeline): Promise<void> {
  await pipeline.identify({ userId: 42, traits: { email: 'jo@shop.co', createdAt: new Date() } });
  // @ts-expect-error -- an email is text
  await pipeline.identify({ userId, traits: { email: 1 } });
  // @ts-expect-error -- a group has an id
  await pipeline.group({ userId });
  // @ts-expect-error -- an alias has an old id
  await pipeline.alias({ userId });
  await pipeline.accept({ type: 'page', userId, name: 'Home' });
  // @ts-expect-error -- none of the six messages
  await pipeline.accept({ type: 'order', userId });
}

// `on` narrows the event of a transform.
export const narrowed = defineTransform({
  name: 'affiliation',
  on: 'Order Completed',
  apply(event) {
    expectTypeOf(event.event).toEqualTypeOf<'Order Completed'>();
    expectTypeOf(event.properties.order_id).toEqualTypeOf<string>();
    expectTypeOf(event.properties.total).toEqualTypeOf<number | null | undefined>();
    // @ts-expect-error -- an event is frozen
    event.messageId = '';
    return { ...event, properties: { ...event.properties, affiliation: 'web' } };
  },
});

defineTransform({
  name: 'of our own plan',
  on: 'Gifted',
  plan: { Gifted: z.object({ code: z.string().transform(Number) }) },
  apply(event) {
    expectTypeOf(event.properties).toEqualTypeOf<{ code: number }>();
    return null;
  },
});

defineTransform({
  name: 'of an unplanned event',
  on: 'Signed Up',
  apply(event) {
    expectTypeOf(event).toEqualTypeOf<TrackEvent<'Signed Up'>>();
    expectTypeOf(event.properties).toEqualTypeOf<JsonObject>();
    return [event, event];
  },
});

defineTransform({
  name: 'of all',
  apply(event, { now }) {
    expectTypeOf(event).toEqualTypeOf<Event>();
    expectTypeOf(now).toEqualTypeOf<number>();
    return Promise.resolve(event.type === 'alias' ? null : event);
  },
});

// @ts-expect-error -- what it gives back is an event, several, or null
defineTransform({ name: 'of nothing', apply: () => undefined });
