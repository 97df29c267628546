import { inspect } from 'node:util';
import type { DestinationContext, Event, Operation } from '@millrace/core';
import { silentLogger } from '@millrace/core';
import { identifyEvent, manualClock, orderCompleted, trackEvent } from '@millrace/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSink, type Sink } from '../test/sink.ts';
import { segment } from './index.ts';
import { addedBytes, lane, maxRequestBytes } from './limits.ts';
import type { SegmentMessage } from './message.ts';

const writeKey = 'write-key-9f8e7d';
const { type: _, event: __, properties: ___, ...common } = trackEvent();

let sink: Sink;
let clock: ReturnType<typeof manualClock>;
beforeEach(async () => {
  clock = manualClock();
  sink = await openSink();
});
afterEach(() => sink[Symbol.asyncDispose]());

const open = (settings = {}) => segment({ writeKey, host: sink.url, ...settings });

function operationsOf(events: readonly Event[]): Operation<SegmentMessage>[] {
  return events.flatMap((event) => {
    const mapping = open().map(event, { id: 1, identifiers: [] });
    if (!('operations' in mapping)) throw new TypeError(JSON.stringify(mapping));
    return mapping.operations;
  });
}

const contextOf = (signal = new AbortController().signal): DestinationContext => ({
  clock,
  logger: silentLogger,
  signal,
  quota: () => undefined,
});

const deliver = (events: readonly Event[], destination = open(), signal?: AbortSignal) =>
  destination.deliver({ lane: 'batch', operations: operationsOf(events) }, contextOf(signal));

const delivered = { status: 'delivered' };
const library = { name: '@segment/analytics-node', version: '3.1.0' };

describe('what arrives at Segment', () => {
  it.each<Event>([
    orderCompleted({ lines: 3, anonymousId: 'anon', integrations: { Klaviyo: { listId: 'L' } } }),
    identifyEvent({ context: { ip: '203.0.113.7', traits: { email: 'jo@example.com' } } }),
    { ...common, type: 'page', name: 'Hat', category: 'Shop', properties: { category: 'Hats' } },
    { ...common, type: 'screen', name: 'Hat', category: 'Shop', properties: {} },
    { ...common, type: 'group', groupId: 'g', traits: { plan: 'pro' } },
    { ...common, type: 'alias', userId: '42', previousId: 'anon', anonymousId: 'anon' },
  ])('is the $type as it was', async (event) => {
    expect(await deliver([event])).toEqual([delivered]);

    const { receivedAt: _received, ...message } = event;
    expect(sink.posts.map(({ body }) => body.batch)).toEqual([
      [
        {
          ...message,
          context: { ...event.context, library },
          _metadata: { nodeVersion: process.version, jsRuntime: 'node' },
        },
      ],
    ]);
  });

  it('keeps the library that made the event', async () => {
    const browser = { name: 'analytics.js', version: '2.1.0', build: 7 };

    await deliver([trackEvent({ context: { library: browser } })]);

    expect(sink.posts[0]?.body.batch[0]?.['context']).toEqual({ library: browser });
  });

  it('survives a library that is null, over which analytics-node fails', async () => {
    expect(await deliver([trackEvent({ context: { library: null } })])).toEqual([delivered]);

    expect(sink.posts[0]?.body.batch[0]?.['context']).toEqual({ library });
  });

  it('is one request to the path and with the write key of the settings', async () => {
    await deliver([trackEvent(), identifyEvent()], open({ path: '/relay/batch' }));

    const basic = Buffer.from(`${writeKey}:`).toString('base64');
    expect(sink.posts).toMatchObject([
      { path: '/relay/batch', headers: { authorization: `Basic ${basic}` }, body: { writeKey } },
    ]);
  });

  it('is one request below 500 KB for the fullest batch that the lane allows', async () => {
    const count = lane.maxOperations;
    const bare = operationsOf([trackEvent({ messageId: 'm-1000', properties: { text: '' } })]);
    const each = Math.floor((lane.maxBytes ?? 0) / count);
    const text = 'i'.repeat(each - Buffer.byteLength(JSON.stringify(bare[0]?.payload)));
    const events = Array.from({ length: count }, (_, index) =>
      trackEvent({ messageId: `m-${1_000 + index}`, properties: { text } }),
    );

    expect(await deliver(events)).toEqual(events.map(() => delivered));

    expect(sink.posts).toHaveLength(1);
    expect(sink.posts[0]?.body.batch.map(({ messageId }) => messageId)).toEqual(
      events.map(({ messageId }) => messageId),
    );
    const payloads = each * count;
    expect(payloads).toBeGreaterThan(350_000);
    expect(sink.posts[0]?.bytes).toBeLessThan(maxRequestBytes);
    expect(sink.posts[0]?.bytes).toBeLessThan(payloads + count * addedBytes);
  });
});

describe('what Segment answers', () => {
  it.each([
    [301, 'a redirect; check host and path'],
    [401, 'check writeKey, and that its source is enabled'],
    [403, 'check writeKey, and that its source is enabled'],
    [404, 'this is not where it takes events; check host and path'],
    [408, 'it is not well'],
    [429, 'too many requests'],
    [500, 'it is not well'],
    [501, 'it is not well'],
    [503, 'it is not well'],
  ])('%i is about Segment: the events wait', async (status, why) => {
    const headers = { location: '/elsewhere', 'retry-after': '90' };
    sink.reply(() => ({ status, headers }));

    await expect(deliver([trackEvent(), trackEvent()])).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      message: `Segment answered ${status}: ${why}.`,
      retryAt: clock.now() + 90_000,
    });
    expect(sink.posts).toHaveLength(1);
  });

  it.each([
    [400, false],
    [413, true],
  ])(
    '%i is about the events of the request, and Segment has taken none',
    async (status, tooLarge) => {
      sink.reply(() => ({ status }));

      await expect(deliver([trackEvent(), trackEvent()])).rejects.toMatchObject({
        code: 'BATCH_REFUSED',
        message: `Segment answered ${status}: the event is malformed or too large for it`,
        tooLarge,
      });
      expect(sink.posts).toHaveLength(1);
    },
  );

  it.each([200, 400, 403, 502])('a web page, %i, is a proxy’s: the events wait', async (status) => {
    const headers = { 'content-type': 'text/html; charset=utf-8', 'retry-after': '90' };
    sink.reply(() => ({ status, headers }));

    await expect(deliver([trackEvent(), trackEvent()])).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      message: `Segment answered ${status}: a web page; check host and path, and the proxies on the way.`,
      retryAt: clock.now() + 90_000,
    });
  });

  it('413, even on a web page, is about their size', async () => {
    sink.reply(() => ({ status: 413, headers: { 'content-type': 'text/html' } }));

    await expect(deliver([trackEvent()])).rejects.toMatchObject({ tooLarge: true });
  });

  it.each([
    ['Wed, 15 Jul 2026 12:01:30 GMT', 90_000],
    ['7', 7_000],
    ['soon', undefined],
  ])('a Retry-After of %s is heeded', async (retryAfter, ms) => {
    sink.reply(() => ({ status: 429, headers: { 'retry-after': retryAfter } }));

    await expect(deliver([trackEvent()])).rejects.toMatchObject({
      retryAt: ms === undefined ? undefined : clock.now() + ms,
    });
  });

  it('nothing, after timeoutMs: the events wait', async () => {
    sink.reply(() => 'silence');
    const delivery = deliver([trackEvent()], open({ timeoutMs: 3_000 }));
    delivery.catch(() => undefined); // It fails before it is looked at.
    await expect.poll(() => sink.posts.length).toBe(1);

    await clock.advance(3_000);

    await expect(delivery).rejects.toThrow('Segment gave no answer within 3000 milliseconds.');
  });

  it('nothing, as nobody is there: the events wait, and the reason says why', async () => {
    const { url: host } = sink;
    await sink[Symbol.asyncDispose]();

    await expect(deliver([trackEvent()], open({ host }))).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      message: 'Segment could not be reached: ECONNREFUSED.',
    });
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN', 'ECONNRESET', 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT'])(
    'nothing, by %s: the events wait',
    async (code) => {
      // As fetch does: what went wrong is the cause.
      const cause = Object.assign(new Error(`no way to ${writeKey}`), { code });
      const httpClient = async (): Promise<never> => {
        throw new TypeError('fetch failed', { cause });
      };

      await expect(deliver([trackEvent()], open({ httpClient }))).rejects.toMatchObject({
        code: 'DESTINATION_UNAVAILABLE',
        message: `Segment could not be reached: ${code}.`,
      });
    },
  );
});

describe('an HTTP client that is not ours', () => {
  it('tells no secret through its errors, which may hold the request', async () => {
    const httpClient = async (_: string, request: object): Promise<never> => {
      throw Object.assign(new Error(`no answer for ${writeKey}`), { name: 'AxiosError', request });
    };

    const thrown: unknown = await deliver([trackEvent()], open({ httpClient })).catch(
      (error: unknown) => error,
    );

    expect(thrown).toMatchObject({ message: 'Segment could not be reached: AxiosError.' });
    expect(inspect(thrown, { depth: Infinity, showHidden: true })).not.toContain(writeKey);
  });

  it('may ignore its signal: the time-out holds all the same', async () => {
    const never = new Promise<never>(() => undefined);
    const delivery = deliver([trackEvent()], open({ httpClient: () => never, timeoutMs: 3_000 }));
    delivery.catch(() => undefined); // It fails before it is looked at.
    await expect.poll(() => clock.pending).toBe(1);

    await clock.advance(3_000);

    await expect(delivery).rejects.toThrow('no answer within 3000 milliseconds');
  });
});

describe('the library', () => {
  it('is not believed when it sends nothing', async () => {
    // The library keeps such an event away from Segment, and calls it delivered.
    const events = [trackEvent({ integrations: { 'Segment.io': false } })];

    expect(await deliver(events)).toEqual([
      { status: 'retry', reason: '@segment/analytics-node did not send it' },
    ]);
    expect(sink.posts).toEqual([]);
  });

  it('keeps a message that it refuses from the others alone', async () => {
    const operations = operationsOf([trackEvent(), trackEvent()]);
    const [first] = operations as [Operation<SegmentMessage>];
    const nobody = { ...first, key: 'x', payload: { ...first.payload, messageId: 'x', userId: 7 } };

    const outcomes = await open().deliver(
      { lane: 'batch', operations: [nobody as never, ...operations] },
      contextOf(),
    );

    expect(outcomes.map(({ status }) => status)).toEqual(['retry', 'delivered', 'delivered']);
  });

  it('leaves no timer behind, whatever was answered', async () => {
    const timers = (): number =>
      process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();

    for (const status of [200, 400, 429, 500]) {
      sink.reply(() => ({ status, headers: { 'retry-after': '1' } }));
      await deliver([trackEvent(), trackEvent()]).catch(() => undefined);
    }

    expect(timers()).toBeLessThanOrEqual(before);
    expect(clock.pending).toBe(0);
  });

  it('keeps concurrent calls apart, and raises no warning', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error): void => void warnings.push(warning);
    process.on('warning', note);
    const destination = open();
    const { signal } = new AbortController();

    const calls = Array.from({ length: 8 }, (_, call) =>
      deliver([trackEvent({ messageId: `a${call}` }), trackEvent()], destination, signal),
    );

    expect(await Promise.all(calls)).toEqual(calls.map(() => [delivered, delivered]));
    expect(sink.posts.map(({ body }) => body.batch.length)).toEqual(calls.map(() => 2));
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });
});
