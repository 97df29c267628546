import { inspect } from 'node:util';
import type { BookQuery, Draft, Entry } from '@millrace/core';
import { createPipeline, memoryStore } from '@millrace/core';
import { manualClock, orderCompleted } from '@millrace/core/testing';
import { klaviyoSandbox, type KlaviyoSandboxOptions } from '@millrace/sandbox';
import { describe, expect, it, onTestFinished } from 'vitest';
import { klaviyo } from '../klaviyo.ts';
import type { KlaviyoSettings } from '../settings.ts';
import { klaviyoBook } from './klaviyo-book.ts';

const apiKey = 'pk_b7f3secret';

async function account(
  options: KlaviyoSandboxOptions = {},
  settings: Partial<KlaviyoSettings> = {},
) {
  const sandbox = await klaviyoSandbox({ apiKey, rateLimits: false, ...options });
  onTestFinished(() => sandbox.close());
  let answered = 0;
  const counting: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    const { status, headers } = answer;
    const body = await answer.text();
    answered += 1;
    return new Response(body === '' ? null : body, { status, headers });
  };
  const all = { apiKey, endpoint: sandbox.url, checkAtStart: false, fetch: counting, ...settings };
  const clock = manualClock();
  return {
    sandbox,
    clock,
    /** Resolves when so many answers have come. */
    answers: async (count: number) => {
      await expect.poll(() => answered).toBe(count);
    },
    book: klaviyoBook(all, { clock }),
    /** Sends events as a pipeline does. */
    send: async (...drafts: readonly Draft[]): Promise<void> => {
      const pipeline = await createPipeline({ store: memoryStore(), destinations: [klaviyo(all)] });
      for (const draft of drafts) await pipeline.accept(draft);
      await pipeline.start();
      await pipeline.close();
    },
  };
}

const query = (event: string, more: Partial<BookQuery> = {}): BookQuery => ({
  event,
  from: '2026-07-01T00:00:00.000Z',
  until: '2026-08-01T00:00:00.000Z',
  timeZone: 'UTC',
  signal: new AbortController().signal,
  ...more,
});

async function read(entries: AsyncIterable<Entry>): Promise<Entry[]> {
  const found: Entry[] = [];
  for await (const entry of entries) found.push(entry);
  return found;
}

const order = (id: string, more: object = {}, timestamp = '2026-07-15T10:00:00.500Z') => ({
  type: 'track' as const,
  event: 'Order Completed',
  messageId: `placed:${id}`,
  userId: 'ana',
  timestamp,
  context: { traits: { email: 'ana@kelpwood.co' } },
  properties: {
    order_id: id,
    total: 29.98,
    subtotal: 24,
    shipping: 1.5,
    currency: 'EUR',
    products: [
      { line_item_id: '7', price: 10.1, quantity: 2, discount: 1 },
      { line_item_id: '8', price: 4.05, quantity: 1 },
    ],
    ...more,
  },
});

describe('what Klaviyo has', () => {
  it('is listed with the ids, times, values and currencies that were sent', async () => {
    const { book, send } = await account();
    await send(order('1001'));
    expect(await read(book.entries(query('Order Completed')))).toEqual([
      {
        account: 'Placed Order',
        key: '1001',
        order: '1001',
        at: '2026-07-15T10:00:00.000Z',
        value: '29.98',
        currency: 'EUR',
      },
      {
        account: 'Ordered Product',
        key: '1001_7',
        order: '1001',
        at: '2026-07-15T10:00:00.000Z',
        value: '20.2',
        currency: 'EUR',
      },
      {
        account: 'Ordered Product',
        key: '1001_8',
        order: '1001',
        at: '2026-07-15T10:00:00.000Z',
        value: '4.05',
        currency: 'EUR',
      },
    ]);
  });

  it.each([
    ['ecommerce', {}],
    [
      'bigcommerce',
      { properties: 'bigcommerce', cancelledMetric: 'Canceled Order', orderMetric: 'Bought' },
    ],
  ] as const)('is what it reckons of the events that were sent (%s)', async (_, settings) => {
    const { book, send } = await account({}, settings);
    const events = [
      'Order Completed',
      'Order Fulfilled',
      'Order Cancelled',
      'Order Refunded',
      'Survey Answered',
    ];
    const drafts = events.map((event) => ({
      ...order(
        '1001',
        event === 'Order Refunded' ? { refund_id: '3', refund_number: 2, total: 4.5 } : {},
      ),
      event,
      messageId: `${event}:1001`,
    }));
    await send(...drafts);
    for (const { event, properties, timestamp, messageId } of drafts) {
      const found = await read(book.entries(query(event)));
      const plain = found.map(({ account, key, at, value, currency }) => ({
        account,
        key,
        at,
        value,
        currency,
      }));
      expect(plain.length).toBeGreaterThan(0);
      expect(book.reckon?.({ event, properties, timestamp, messageId })).toEqual(plain);
    }
  });

  it('is only what the query asks for', async () => {
    const { book, send } = await account();
    await send(
      order('1', {}, '2026-06-30T23:59:59.999Z'),
      order('2', {}, '2026-07-01T00:00:00Z'),
      order('3', {}, '2026-08-01T00:00:00Z'),
    );
    const found = await read(book.entries(query('Order Completed')));
    expect(found.filter(({ account }) => account === 'Placed Order').map(({ key }) => key)).toEqual(
      ['2'],
    );
    expect(await read(book.entries(query('Order Refunded')))).toEqual([]);
  });

  it('comes page by page, each event once', async () => {
    const { book, send, sandbox } = await account();
    const drafts = Array.from({ length: 1_200 }, (_, index) => ({
      type: 'track' as const,
      event: 'Lamp Seen',
      messageId: `seen:${index}`,
      userId: 'ana',
      timestamp: '2026-07-15T10:00:00Z',
      context: { traits: { email: 'ana@kelpwood.co' } },
    }));
    await send(...drafts);
    const found = await read(book.entries(query('Lamp Seen')));
    expect(new Set(found.map(({ key }) => key)).size).toBe(1_200);
    expect(found).toHaveLength(1_200);
    expect(sandbox.requests.filter(({ path }) => path === '/api/events')).toHaveLength(2);
  });

  it('is that of our metric, not that of an integration of the same name', async () => {
    const { book, send } = await account({
      account: { integrations: { BigCommerce: ['Placed Order'] } },
    });
    await send(order('1001'));
    expect(await read(book.entries(query('Order Completed')))).toHaveLength(3);
  });

  it('is that of our metric also when all metrics are answered', async () => {
    const unfiltered: typeof fetch = (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      if (url.pathname === '/api/metrics') url.search = '';
      return fetch(url, init);
    };
    const { book, send } = await account(
      { account: { integrations: { Shopify: ['Refunded Order'] } } },
      { fetch: unfiltered },
    );
    await send({ ...order('1001'), event: 'Order Refunded' });
    expect(await read(book.entries(query('Order Refunded')))).toHaveLength(1);
    const none = await account(
      { account: { integrations: { Shopify: ['Placed Order'] } } },
      { fetch: unfiltered },
    );
    expect(await none.book.days?.(query('Order Completed'))).toEqual([]);
    expect(none.sandbox.requests.map(({ path }) => path)).not.toContain('/api/metric-aggregates');
  });

  it('is looked for again, as metrics come to be with their first event', async () => {
    const { book, send } = await account();
    await send(order('1001'));
    expect(await read(book.entries(query('Order Completed')))).toHaveLength(3);
    expect(await read(book.entries(query('Order Refunded')))).toEqual([]);
    await send({ ...order('1001'), event: 'Order Refunded', messageId: 'refunded' });
    expect(await read(book.entries(query('Order Refunded')))).toHaveLength(1);
  });
});

describe('its sums', () => {
  it('are by day of the time zone, metric and currency', async () => {
    const { book, send } = await account();
    await send(
      order('1', { total: 0.1, products: [] }, '2026-07-15T03:00:00Z'),
      order('2', { total: 0.2, products: [] }, '2026-07-15T04:00:00Z'),
      order('3', { total: 5, products: [], currency: 'USD' }, '2026-07-15T06:00:00Z'),
    );
    const chicago = query('Order Completed', { timeZone: 'America/Chicago' });
    expect(await book.days?.(chicago)).toEqual([
      { account: 'Placed Order', day: '2026-07-14', currency: 'EUR', count: 2, value: '0.3' },
      { account: 'Placed Order', day: '2026-07-15', currency: 'USD', count: 1, value: '5' },
    ]);
  });

  it('are asked for by the year at most, and a day that is cut in two is whole', async () => {
    const { book, send, sandbox } = await account();
    const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
    // The first 360 days end within this day of Chicago, as its clocks were changed since.
    await send(...hours.map((hour) => order(hour, { products: [] }, `2026-06-26T${hour}:30:00Z`)));
    const days = await book.days?.(
      query('Order Completed', {
        from: '2025-07-01T05:00:00.000Z',
        until: '2026-08-01T05:00:00.000Z',
      }),
    );
    expect(days?.reduce((sum, { count }) => sum + count, 0)).toBe(24);
    expect(new Set(days?.map(({ day }) => day))).toEqual(new Set(['2026-06-26']));
    expect(sandbox.requests.filter(({ path }) => path === '/api/metric-aggregates').length).toBe(2);
  });

  it('are none for a metric that has no events yet', async () => {
    const { book } = await account();
    expect(await book.days?.(query('Order Completed'))).toEqual([]);
  });
});

describe('its time zone', () => {
  const signal = new AbortController().signal;

  it('is that of the account', async () => {
    const { book } = await account({ account: { timezone: 'Europe/Madrid' } });
    expect(await book.timeZone(signal)).toBe('Europe/Madrid');
  });

  it('is not known to a key that may not read the account', async () => {
    const { book } = await account({ scopes: ['events:read', 'metrics:read'] });
    expect(await book.timeZone(signal)).toBeUndefined();
  });
});

describe('a Klaviyo that does not answer', () => {
  it('is asked again, after as long as it says', async () => {
    const { book, sandbox, clock, answers } = await account({
      account: { timezone: 'Europe/Madrid' },
    });
    sandbox.fail({ kind: 'throttle', retryAfter: 30 });
    const zone = book.timeZone(new AbortController().signal);
    await answers(1);
    await clock.advance(29_000);
    expect(sandbox.requests).toHaveLength(1);
    await clock.advance(1_000);
    expect(await zone).toBe('Europe/Madrid');
  });

  it('is given up in the end, with the reason', async () => {
    let asked = 0;
    const down: typeof fetch = async () => {
      asked += 1;
      return new Response('it is closed', { status: 503 });
    };
    const clock = manualClock();
    const book = klaviyoBook({ apiKey, fetch: down }, { clock });
    const refused = book.timeZone(new AbortController().signal).catch((error: unknown) => error);
    await clock.advance(600_000);
    expect(await refused).toMatchObject({ code: 'BOOK_UNREADABLE', status: 503 });
    expect(asked).toBe(6);
    expect(clock.pending).toBe(0);
  });

  it('is asked no faster than it allows', async () => {
    const times: number[] = [];
    const clock = manualClock();
    const answering: typeof fetch = async () => {
      times.push(clock.now());
      return Response.json({ data: [{ attributes: { timezone: 'UTC' } }] });
    };
    const book = klaviyoBook({ apiKey: 'pk_paced', fetch: answering }, { clock });
    const { signal } = new AbortController();
    const asked = Promise.all(Array.from({ length: 30 }, () => book.timeZone(signal)));
    await clock.advance(600_000);
    await asked;
    // Klaviyo: Get Accounts, 15 a minute.
    const within = times.map(
      (from) => times.filter((at) => at >= from && at < from + 60_000).length,
    );
    expect(Math.max(...within)).toBeLessThanOrEqual(15);
  });

  it('is not asked again when it says that the key is at fault, which is not in the error', async () => {
    const { sandbox } = await account();
    const book = klaviyoBook(
      { apiKey: 'pk_wrong_secret', endpoint: sandbox.url },
      { clock: manualClock() },
    );
    const error: unknown = await read(book.entries(query('Order Completed'))).catch(
      (thrown) => thrown,
    );
    expect(error).toMatchObject({ code: 'BOOK_UNREADABLE', status: 401 });
    expect(inspect(error, { depth: 10 })).not.toContain('pk_wrong_secret');
    expect(sandbox.requests).toHaveLength(1);
  });

  it('names the scope that is missing', async () => {
    const { book } = await account({ scopes: ['metrics:read'] });
    await expect(read(book.entries(query('Order Completed')))).resolves.toEqual([]);
    const narrow = await account({ scopes: ['events:write', 'metrics:read', 'profiles:write'] });
    await narrow.send(order('1'));
    await expect(read(narrow.book.entries(query('Order Completed')))).rejects.toThrow(
      'events:read',
    );
  });

  it('is left when the signal says so', async () => {
    const { book, sandbox } = await account();
    sandbox.fail({ kind: 'down' });
    const stop = new AbortController();
    const reading = read(book.entries(query('Order Completed', { signal: stop.signal })));
    stop.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });

  it('takes no setting that is wrong', () => {
    expect(() => klaviyoBook({ apiKey: 'with spaces' })).toThrow('apiKey');
  });
});

it('an order of the testing kit is what the pipeline would send', () => {
  const { event, properties, timestamp, messageId } = orderCompleted();
  const book = klaviyoBook({ apiKey });
  expect(book.reckon?.({ event, properties, timestamp, messageId })[0]).toMatchObject({
    account: 'Placed Order',
  });
});
