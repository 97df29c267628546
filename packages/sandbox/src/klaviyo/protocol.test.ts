import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { event } from './__fixtures__/bodies.ts';
import { client } from './__fixtures__/client.ts';
import { type KlaviyoSandbox, klaviyoSandbox } from './index.ts';

let now: number;
let sandbox: KlaviyoSandbox;
let send: ReturnType<typeof client>;

beforeEach(async () => {
  now = Date.parse('2026-07-20T10:00:00.500Z');
  sandbox = await klaviyoSandbox({ now: () => now });
  send = client(sandbox);
});
afterEach(() => sandbox.close());

const anEvent = event({ email: 'ana@shop.co' }, { unique_id: '1' });

describe('what every request must bring', () => {
  it('an API key', async () => {
    const without = await fetch(`${sandbox.url}/api/metrics`);
    expect(without.status).toBe(401);
    expect(await without.text()).toContain('not_authenticated');
    const wrong = await send('GET', '/api/metrics', undefined, {
      authorization: 'Klaviyo-API-Key pk_x',
    });
    expect(wrong.status).toBe(401);
    expect(wrong.json['errors']?.[0]?.['code']).toBe('authentication_failed');
  });

  it.each([
    ['', 400],
    ['yesterday', 400],
    ['2026-10-15', 400],
    ['2024-07-15', 410],
    ['2024-10-15', 200],
    ['2026-07-15', 200],
  ])('a revision that is alive: %j is answered %i', async (revision, status) => {
    expect((await send('GET', '/api/metrics', undefined, { revision })).status).toBe(status);
  });

  it('a revision at all', async () => {
    const { json } = await send('GET', '/api/metrics', undefined, { revision: '' });
    expect(json['errors']?.[0]?.['detail']).toBe('The revision header is required.');
  });

  it('a media type of JSON', async () => {
    const as = (type: string) => send('POST', '/api/events', anEvent, { 'content-type': type });
    expect((await as('text/plain')).status).toBe(415);
    expect((await as('application/json; charset=utf-8')).status).toBe(202);
    expect((await as('application/vnd.api+json')).status).toBe(202);
  });

  it('a body that is JSON', async () => {
    expect((await send('POST', '/api/events', '{"data":')).status).toBe(400);
    expect((await send('POST', '/api/events')).status).toBe(400);
  });

  it('a body of 5 MB at most', async () => {
    const padded = (bytes: number) => JSON.stringify(anEvent).padEnd(bytes);
    expect((await send('POST', '/api/events', padded(5_000_001))).status).toBe(413);
    expect((await send('POST', '/api/events', padded(5_000_000))).status).toBe(202);
  });
});

it('reads a compressed body', async () => {
  const response = await fetch(`${sandbox.url}/api/events`, {
    method: 'POST',
    headers: {
      authorization: 'Klaviyo-API-Key pk_sandbox',
      revision: '2026-07-15',
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    },
    body: new Uint8Array(gzipSync(JSON.stringify(anEvent))),
  });
  expect(response.status).toBe(202);
});

describe('errors', () => {
  it('have the shape of Klaviyo’s', async () => {
    const { status, headers, json } = await send('POST', '/api/events', event({}));
    expect(status).toBe(400);
    expect(headers.get('content-type')).toBe('application/vnd.api+json');
    expect(json['errors']).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        status: 400,
        code: 'invalid',
        title: 'Invalid input.',
        detail: 'One or more identifiers is required',
        source: { pointer: '/data/attributes/profile/data/attributes' },
        links: {},
        meta: {},
      },
    ]);
  });

  it('are honest about what is not served', async () => {
    const unknown = await send('POST', '/api/catalog-items', {});
    expect(unknown.status).toBe(404);
    expect(unknown.json['errors']?.[0]).toMatchObject({
      code: 'not_found',
      detail: 'The sandbox has no POST /api/catalog-items.',
    });
    expect((await send('POST', '/api/events/', anEvent)).status).toBe(404);
    const wrongMethod = await send('PATCH', '/api/events', {});
    expect(wrongMethod.status).toBe(405);
    expect(wrongMethod.headers.get('allow')).toBe('POST, GET');
  });

  it('come in Klaviyo’s shape when they are injected', async () => {
    sandbox.fail({ kind: 'status', status: 503 });
    sandbox.fail({ kind: 'throttle', retryAfter: 7 });
    expect((await send('GET', '/api/metrics')).json['errors']?.[0]).toMatchObject({ status: 503 });
    const throttled = await send('GET', '/api/metrics');
    expect(throttled.headers.get('retry-after')).toBe('7');
    expect(throttled.json['errors']?.[0]).toMatchObject({ status: 429, code: 'throttled' });
  });
});

describe('rate limits', () => {
  const limits = ({ headers }: { headers: Headers }) =>
    ['limit', 'remaining', 'reset'].map((name) => headers.get(`ratelimit-${name}`));
  const metrics = () => send('GET', '/api/metrics');

  it('tells of the steady window, also when it refuses', async () => {
    expect(limits(await metrics())).toEqual(['150', '149', '60']);
    now += 500;
    expect(limits(await send('GET', '/api/metrics?x=1'))).toEqual(['150', '148', '60']);
    now += 1000;
    expect(limits(await metrics())).toEqual(['150', '147', '59']);
  });

  it('throttles what exceeds the burst, until the second is over', async () => {
    for (let i = 0; i < 10; i += 1) expect((await metrics()).status).toBe(200);
    now += 999;
    const throttled = await metrics();
    expect(throttled.status).toBe(429);
    expect(throttled.headers.get('retry-after')).toBe('1');
    expect(limits(throttled)).toEqual([null, null, null]);
    now += 1;
    expect((await metrics()).status).toBe(200);
  });

  it('throttles what exceeds the minute, until it is over', async () => {
    for (let i = 0; i < 150; i += 1) {
      if (i % 10 === 0) now += 1000;
      expect((await metrics()).status).toBe(200);
    }
    const throttled = await metrics();
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '46']);
    now += 45_999;
    expect((await metrics()).status).toBe(429);
    now += 1;
    expect((await metrics()).status).toBe(200);
  });

  it('counts each endpoint for itself, and none that needs no counting', async () => {
    expect((await send('GET', '/api/accounts')).status).toBe(200);
    expect((await send('GET', '/api/accounts')).status).toBe(429);
    expect((await metrics()).status).toBe(200);
    sandbox.reset();
    expect((await send('GET', '/api/accounts')).status).toBe(200);
  });

  it('lets 150 lists a day come to be', async () => {
    const list = { data: { type: 'list', attributes: { name: 'x' } } };
    for (let i = 0; i < 150; i += 1) {
      now += 1000;
      expect((await send('POST', '/api/lists', list)).status).toBe(201);
    }
    now += 60_000;
    const { status, headers } = await send('POST', '/api/lists', list);
    expect([status, headers.get('retry-after')]).toEqual([429, '86191']);
  });

  it('can be switched off', async () => {
    const free = await klaviyoSandbox({ rateLimits: false });
    const get = client(free);
    const answers = await Promise.all(Array.from({ length: 5 }, () => get('GET', '/api/accounts')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(limits(await get('GET', '/api/accounts'))).toEqual([null, null, null]);
    await free.close();
  });
});
