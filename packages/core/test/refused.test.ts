import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Draft, Logger } from '@millrace/core';
import { coupon } from './support/drafts.ts';
import { fakeDestination, operation } from './support/fake-destination.ts';
import { openPipeline } from './support/pipeline.ts';

const ignore = (): void => undefined;

function warnings() {
  const warned: object[] = [];
  const logger: Logger = {
    debug: ignore,
    info: ignore,
    warn: (fields) => void warned.push(fields),
    error: ignore,
  };
  return { warned, logger };
}

const malformed = {
  messageId: 'm-1',
  type: 'track',
  event: 'Order Completed',
  properties: { order_id: '', email: 'ana@shop.co', secret: 'sesame' },
  userId: '42',
} as unknown as Draft;

describe('a call that is refused and that nobody awaits', () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  beforeEach(() => void process.on('unhandledRejection', note));
  afterEach(() => void process.off('unhandledRejection', note));

  it('does not end the host', async () => {
    const { pipeline, idle } = await openPipeline({ unplanned: 'reject' });
    void pipeline.accept(malformed);
    void pipeline.track({ userId: '42', event: 'Nobody planned this' });
    void pipeline.track(null as unknown as ReturnType<typeof coupon>);
    await pipeline.close();
    void pipeline.track(coupon('late'));
    await idle();

    expect(unhandled.splice(0)).toEqual([]);
  });

  it('does not end the host either when the logger fails', async () => {
    const fails = (): never => {
      throw new Error('the pipe of the log is broken');
    };
    const logger = { debug: fails, info: fails, warn: fails, error: fails };
    const { pipeline, idle } = await openPipeline({ logger });
    void pipeline.accept(malformed);
    await idle();

    expect(unhandled.splice(0)).toEqual([]);
  });
});

describe('an event that no destination takes', () => {
  it('is accepted, and counted as unrouted', async () => {
    const { destination } = fakeDestination({
      accepts: (event) => event.type === 'track',
      map: (event) => ({ operations: [operation(event)] }),
    });
    const fails = (): never => {
      throw new Error('no');
    };
    const { pipeline } = await openPipeline({
      destinations: [destination],
      transforms: [{ name: 'fails', on: 'Broken', apply: fails }],
    });
    await pipeline.track(coupon('a'));
    await pipeline.track({ messageId: 'b', userId: '1', event: 'Broken' });
    expect(pipeline.stats().unrouted).toBe(0);
    await pipeline.page({ messageId: 'p', userId: '1' });
    await pipeline.page({ messageId: 'p', userId: '1' });
    await pipeline.track({ ...coupon('c'), integrations: { All: false } });

    expect(pipeline.stats()).toMatchObject({ events: 4, unrouted: 2 });
  });
});

describe('a call that is refused', () => {
  it('is told to whoever awaits it', async () => {
    const { pipeline } = await openPipeline();

    await expect(pipeline.accept(malformed)).rejects.toMatchObject({ code: 'INVALID_EVENT' });
  });

  it('is logged once, with its code and its names, and without its properties', async () => {
    const { warned, logger } = warnings();
    const { pipeline } = await openPipeline({ logger });
    await pipeline.accept(malformed).catch(ignore);

    expect(warned).toEqual([
      {
        code: 'INVALID_EVENT',
        event: 'Order Completed',
        messageId: 'm-1',
        reason: expect.stringContaining('properties.order_id: an id cannot be empty'),
      },
    ]);
    expect(JSON.stringify(warned)).not.toMatch(/ana@shop|sesame/);
  });

  it('is activity, and is counted', async () => {
    const { pipeline, activity } = await openPipeline({ unplanned: 'reject' });
    expect(pipeline.stats().refused).toBe(0);
    await pipeline.accept(malformed).catch(ignore);
    await pipeline.track({ userId: '42', event: 'Unplanned' }).catch(ignore);
    await pipeline.page({ messageId: 'p' }).catch(ignore);
    await pipeline.track(coupon('fine'));

    expect(activity).toMatchObject([
      { type: 'refused', messageId: 'm-1', event: 'Order Completed' },
      { type: 'refused', event: 'Unplanned', reason: expect.stringContaining('tracking plan') },
      { type: 'refused', messageId: 'p', event: 'page' },
      { type: 'accepted', messageId: 'fine' },
    ]);
    expect(pipeline.stats()).toMatchObject({ events: 1, refused: 3 });
  });

  it('shows no more of a name than fits into a line, and nothing that is no name', async () => {
    const { warned, logger } = warnings();
    const { pipeline } = await openPipeline({ logger });
    const long = { type: 'track', messageId: { toString: 'no' }, event: 'x'.repeat(1_000) };
    await pipeline.accept(long as unknown as Draft).catch(ignore);
    await pipeline.accept('nonsense' as unknown as Draft).catch(ignore);

    expect(warned).toMatchObject([{ event: 'x'.repeat(100) }, {}]);
    expect(warned.map((fields) => 'messageId' in fields)).toEqual([false, false]);
  });

  it('by a closed pipeline is logged as such', async () => {
    const { warned, logger } = warnings();
    const { pipeline } = await openPipeline({ logger });
    await pipeline.close();
    await pipeline.track(coupon('late')).catch(ignore);

    expect(warned).toMatchObject([{ code: 'PIPELINE_CLOSED', messageId: 'late' }]);
  });
});
