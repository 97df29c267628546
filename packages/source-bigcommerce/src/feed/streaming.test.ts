import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FeedShop, openFeedShop, token } from '../../test/feed-shop.ts';

let shop: FeedShop;
beforeEach(async () => {
  shop = await openFeedShop();
});
afterEach(() => shop.close());

const list = /\/catalog\/products$/;
const forGood = Number.POSITIVE_INFINITY;

function stock(count: number): void {
  for (let n = 1; n <= count; n += 1) {
    shop.sandbox.addProduct({
      name: `Product ${n}`,
      price: '1',
      imageUrl: `https://cdn.example.com/${n}.jpg`,
    });
  }
}

/** Takes one chunk after the other. */
function readerOf(response: Response) {
  const reader = response.body!.getReader();
  return { read: () => shop.drive(reader.read()), cancel: () => reader.cancel() };
}

describe('many products', () => {
  test('are fetched a page at a time, while they are read, each once', async () => {
    stock(20_000);
    const response = await shop.get();
    const reader = readerOf(response);
    const decoder = new TextDecoder();
    let [text, items, ahead] = ['', 0, 0];
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      const chunk = decoder.decode(value);
      text += chunk;
      items += chunk.split('\n{').length - 1;
      // Of each page that was asked for, part was read already.
      ahead = Math.max(ahead, shop.pages() - Math.ceil(items / 250));
    }
    const ids = (JSON.parse(text) as { id: string }[]).map(({ id }) => Number(id));
    expect(ids).toHaveLength(20_000);
    expect(new Set(ids).size).toBe(20_000);
    // The last page is empty.
    expect(shop.pages()).toBe(81);
    expect(ahead).toBeLessThanOrEqual(1);
    expect(shop.feed.lastReading()).toMatchObject({
      ended: 'complete',
      items: 20_000,
      bytes: Buffer.byteLength(text),
    });
  }, 120_000);

  test('wait until they are read', async () => {
    stock(2_000);
    const response = await shop.get();
    await shop.clock.advance(60_000);
    expect(shop.pages()).toBe(1);
    await response.body?.cancel();
  });

  test('are all there, whatever is deleted meanwhile', async () => {
    stock(600);
    const response = await shop.get();
    const reader = readerOf(response);
    const chunks = [await reader.read()];
    // These are on the page that was fetched: a second page by number would begin two later now.
    shop.sandbox.deleteProduct(77);
    shop.sandbox.deleteProduct(78);
    while (!chunks.at(-1)?.done) chunks.push(await reader.read());
    const text = Buffer.concat(chunks.flatMap(({ value }) => value ?? [])).toString();
    expect(JSON.parse(text)).toHaveLength(600);
  });
});

describe('when BigCommerce fails', () => {
  test.each([
    { kind: 'status', status: 500 } as const,
    { kind: 'html' } as const,
    { kind: 'status', status: 429 } as const,
    { kind: 'throttle', retryAfter: 20 } as const,
    { kind: 'reset' } as const,
  ])('now and then, the feed is whole all the same: %j', async (fault) => {
    stock(300);
    const response = await shop.get();
    const reader = readerOf(response);
    let text = '';
    shop.sandbox.fail({ ...fault, path: list }, 3);
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      text += Buffer.from(value).toString();
    }
    expect(JSON.parse(text)).toHaveLength(300);
    expect(shop.feed.lastReading()).toMatchObject({ ended: 'complete' });
  });

  test('before the first item, the answer says so', async () => {
    stock(1);
    shop.sandbox.fail({ kind: 'status', status: 503, path: list }, forGood);
    const response = await shop.get();
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '60']);
    expect(await response.json()).toMatchObject({ error: 'FEED_NOT_MADE' });
    expect(shop.feed.lastReading()).toMatchObject({
      ended: 'broken',
      reason: expect.stringContaining('BIGCOMMERCE_UNAVAILABLE'),
    });
  });

  test('for want of a scope, the log says which', async () => {
    shop.sandbox.fail({ kind: 'status', status: 403, path: list }, forGood);
    expect((await shop.get()).status).toBe(500);
    expect(shop.feed.lastReading()?.reason).toContain('Products (read-only)');
  });

  test('later and for good, the body breaks off', async () => {
    stock(600);
    const response = await shop.get();
    const reader = readerOf(response);
    await reader.read();
    shop.sandbox.fail({ kind: 'status', status: 500, path: list }, forGood);
    await expect(
      (async () => {
        while (!(await reader.read()).done);
      })(),
    ).rejects.toMatchObject({ code: 'BIGCOMMERCE_UNAVAILABLE' });
    expect(shop.feed.lastReading()).toMatchObject({ ended: 'broken', items: 250 });
    expect(shop.log).toEqual([expect.stringMatching(/^error/)]);
  });

  test('and answers with the same page for ever, the body breaks off', async () => {
    stock(1);
    const { id } = shop.sandbox.addProduct({ name: 'Last', price: '1' });
    const response = await shop.get();
    shop.sandbox.fail(
      { kind: 'status', status: 200, body: { data: [{ id }] }, path: list },
      forGood,
    );
    await expect(shop.drive(response.text())).rejects.toThrow('not asked for');
  });

  test.each(['/feed.json', '/feed.xml'])(
    'the connection is cut, and %s has no end',
    async (path) => {
      stock(600);
      const server = createServer((req, res) => shop.feed.listener(req, res)).listen(
        0,
        '127.0.0.1',
      );
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      let text = '';
      const cut = new Promise<string>((resolve) => {
        const url = `http://127.0.0.1:${port}${path}?token=${token}`;
        httpRequest(url, { agent: false }, (response) => {
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            if (text === '') {
              shop.sandbox.fail({ kind: 'status', status: 500, path: list }, forGood);
            }
            text += chunk;
          });
          response.on('end', () => resolve('complete'));
          response.on('error', ({ message }) => resolve(message));
        }).end();
      });
      expect(await shop.drive(cut)).toBe('aborted');
      expect(text).toMatch(/Product 1\D/);
      expect(text).not.toMatch(/\]\s*$|<\/Products>/);
      server.close();
    },
  );
});

describe('a reader', () => {
  test('who goes away ends the fetching', async () => {
    stock(600);
    const response = await shop.get();
    const reader = readerOf(response);
    await reader.read();
    await reader.cancel();
    await shop.clock.advance(60_000);
    expect(shop.pages()).toBe(1);
    expect(shop.feed.lastReading()).toMatchObject({ ended: 'given up' });
    expect(shop.clock.pending).toBe(0);
  });

  test('who goes away in the middle cuts off what is being fetched', async () => {
    stock(600);
    const response = await shop.get();
    const reader = response.body!.getReader();
    for (let chunk = 0; chunk < 10; chunk += 1) await shop.drive(reader.read());
    shop.sandbox.fail({ kind: 'slow', ms: 600_000, path: list });
    const reading = reader.read();
    while (shop.pages() === 1) await shop.clock.advance(10);
    await reader.cancel();
    expect((await reading).done).toBe(true);
    await shop.quiet();
    expect(shop.feed.lastReading()).toMatchObject({ ended: 'given up', items: 250 });
  });

  test('who goes away before the first item cuts it off too', async () => {
    stock(1);
    shop.sandbox.fail({ kind: 'slow', ms: 600_000, path: list });
    const stop = new AbortController();
    const url = `https://shop.example/feed?token=${token}`;
    const answer = shop.feed.handle(new Request(url, { signal: stop.signal }));
    while (shop.pages() === 0) await shop.clock.advance(10);
    stop.abort();
    expect((await answer).status).toBe(500);
    expect(shop.feed.lastReading()).toMatchObject({ ended: 'given up' });
  });

  test('who takes nothing for five minutes is given up', async () => {
    stock(600);
    const response = await shop.get();
    const reader = readerOf(response);
    await reader.read();
    await shop.clock.advance(299_999);
    expect(shop.feed.lastReading()).toBeUndefined();
    await shop.clock.advance(1);
    expect(shop.feed.lastReading()).toMatchObject({ ended: 'given up' });
    await expect(reader.read()).rejects.toMatchObject({ code: 'FEED_STALLED' });
  });

  test('is one of four at most', async () => {
    stock(1);
    const readers = await Promise.all([1, 2, 3, 4].map(() => shop.get()));
    expect(readers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await shop.get()).status).toBe(503);
    await readers[0]?.body?.cancel();
    const next = await shop.get();
    expect(next.status).toBe(200);
    for (const { body } of [...readers.slice(1), next]) await body?.cancel();
  });
});
