import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, type Refusal, type SandboxServer, startServer } from './index.ts';

const refuse: Refusal = (status, retryAfter) => ({
  status,
  headers: retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
  body: { refused: status },
});

describe('startServer', () => {
  let server: SandboxServer;
  let handled: string[];
  let answer: () => Answer;

  beforeEach(async () => {
    handled = [];
    answer = () => ({ status: 200, body: { ok: true } });
    server = await startServer({
      maxBodyBytes: 100,
      now: () => 42,
      refuse,
      handle: ({ path, body }) => {
        handled.push(`${path} ${body.toString()}`);
        return answer();
      },
    });
  });
  afterEach(() => server.close());

  const post = (
    path: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ) => fetch(server.url + path, { method: 'POST', body, headers });
  const get = (path = '/') => fetch(server.url + path);

  describe('reading and answering', () => {
    it('hands over the path, the query and the bytes, and answers JSON', async () => {
      const response = await post('/a/b?c=d', '{"x":1}');
      expect(handled).toEqual(['/a/b {"x":1}']);
      expect(response.headers.get('content-type')).toBe('application/json');
      expect(await response.json()).toEqual({ ok: true });
    });

    it('sends no body when there is none, and no length with a 204', async () => {
      answer = () => ({ status: 202 });
      const accepted = await get();
      expect([accepted.headers.get('content-length'), await accepted.text()]).toEqual(['0', '']);
      answer = () => ({ status: 204 });
      expect((await get()).headers.get('content-length')).toBeNull();
    });

    it('decompresses', async () => {
      await post('/z', new Uint8Array(gzipSync('hello')), { 'content-encoding': 'gzip' });
      expect(handled).toEqual(['/z hello']);
    });

    it('refuses what is too large, also when only its decompressed form is', async () => {
      expect((await post('/', 'x'.repeat(101))).status).toBe(413);
      const bomb = new Uint8Array(gzipSync('x'.repeat(101)));
      expect((await post('/', bomb, { 'content-encoding': 'gzip' })).status).toBe(413);
      expect((await post('/', 'x'.repeat(100))).status).toBe(200);
      expect(handled).toHaveLength(1);
    });

    it('refuses an encoding it does not know, and a body that is not in the one it claims', async () => {
      expect((await post('/', 'x', { 'content-encoding': 'zstd' })).status).toBe(415);
      expect((await post('/', 'x', { 'content-encoding': 'gzip' })).status).toBe(400);
    });

    it('shows a defect of the handler as one', async () => {
      answer = () => {
        throw new Error('oh no');
      };
      const response = await get();
      expect(response.status).toBe(500);
      expect(response.headers.get('x-sandbox-defect')).toBe('oh%20no');
    });
  });

  describe('the request log', () => {
    it('keeps what came and what was answered, without secrets', async () => {
      await post('/a?b=1', '{"x":1}', { authorization: 'key', 'x-auth-token': 'key', accept: 'y' });
      const [record] = server.requests;
      expect(record).toMatchObject({
        method: 'POST',
        path: '/a',
        query: 'b=1',
        status: 200,
        at: 42,
      });
      expect(record?.body).toEqual({ x: 1 });
      expect(record?.headers).toMatchObject({ accept: 'y' });
      expect(JSON.stringify(record)).not.toContain('key');
    });

    it('can be emptied', async () => {
      await get();
      server.forget();
      expect(server.requests).toEqual([]);
    });
  });

  describe('faults', () => {
    it('answers a status in the vendor’s shape, as many times as asked', async () => {
      server.fail({ kind: 'status', status: 503 }, 2);
      const first = await get();
      expect([first.status, await first.json()]).toEqual([503, { refused: 503 }]);
      expect((await get()).status).toBe(503);
      expect((await get()).status).toBe(200);
      expect(handled).toHaveLength(1);
    });

    it('answers with the body and headers of the fault', async () => {
      server.fail({ kind: 'status', status: 418, body: 'tea', headers: { 'x-pot': '1' } });
      const response = await get();
      expect([response.headers.get('x-pot'), await response.text()]).toEqual(['1', 'tea']);
    });

    it('throttles with the Retry-After asked for, seconds or date', async () => {
      server.fail({ kind: 'throttle' });
      server.fail({ kind: 'throttle', retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT' });
      const responses = [await get(), await get()];
      expect(responses.map(({ status }) => status)).toEqual([429, 429]);
      expect(responses.map(({ headers }) => headers.get('retry-after'))).toEqual([
        '1',
        'Wed, 21 Oct 2026 07:28:00 GMT',
      ]);
    });

    it('cuts the connection before the request is processed', async () => {
      server.fail({ kind: 'reset' });
      await expect(get()).rejects.toThrow('fetch failed');
      expect(handled).toEqual([]);
      expect(server.requests).toMatchObject([{ status: 0, fault: 'reset' }]);
    });

    it('cuts the connection after the request was processed', async () => {
      server.fail({ kind: 'reset', after: true });
      await expect(get('/kept')).rejects.toThrow('fetch failed');
      expect(handled).toEqual(['/kept ']);
    });

    it('answers a failure after the request was processed', async () => {
      server.fail({ kind: 'status', status: 504, after: true });
      expect((await get('/kept')).status).toBe(504);
      expect(handled).toEqual(['/kept ']);
    });

    it('answers a web page', async () => {
      server.fail({ kind: 'html' });
      const response = await get();
      expect(response.status).toBe(502);
      expect(response.headers.get('content-type')).toContain('text/html');
      expect(await response.text()).toMatch(/^<!DOCTYPE html>/);
    });

    it('is slow before processing, or after it', async () => {
      server.fail({ kind: 'slow', ms: 60_000, path: '/before' });
      server.fail({ kind: 'slow', ms: 60_000, path: '/after', after: true });
      const cut = [get('/before'), get('/after')].map((answer) => answer.catch(() => 'cut'));
      await expect.poll(() => handled).toEqual(['/after ']);
      await server.close();
      expect(await Promise.all(cut)).toEqual(['cut', 'cut']);
      await expect.poll(() => server.requests.length).toBe(2); // the waits are over
    });

    it('answers in the end when slow', async () => {
      server.fail({ kind: 'slow', ms: 1 });
      expect((await get()).status).toBe(200);
    });

    it('hits only the path and method it is aimed at', async () => {
      server.fail({ kind: 'status', status: 500, path: '/a' });
      server.fail({ kind: 'status', status: 501, path: /^\/b/g, method: 'post' }, 2);
      expect((await get('/b')).status).toBe(200);
      expect((await post('/b/1', '')).status).toBe(501);
      expect((await post('/b/2', '')).status).toBe(501);
      expect((await get('/a/1')).status).toBe(200);
      expect((await get('/a')).status).toBe(500);
    });

    it('is down until it recovers', async () => {
      server.fail({ kind: 'down' });
      await expect(get()).rejects.toThrow('fetch failed');
      await expect(get()).rejects.toThrow('fetch failed');
      expect(server.requests).toEqual([]);
      server.recover();
      expect((await get()).status).toBe(200);
    });

    it('lasts until recover() when it is to last for ever', async () => {
      server.fail({ kind: 'status', status: 500 }, Infinity);
      expect((await get()).status).toBe(500);
      expect((await get()).status).toBe(500);
      server.recover();
      expect((await get()).status).toBe(200);
    });
  });

  it('closes twice without complaint', async () => {
    await server.close();
    await expect(server.close()).resolves.toBeUndefined();
  });

  it('rejects when the port is taken', async () => {
    const port = Number(new URL(server.url).port);
    const second = startServer({ port, maxBodyBytes: 1, refuse, handle: answer });
    await expect(second).rejects.toThrow('EADDRINUSE');
  });
});
