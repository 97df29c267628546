import { manualClock } from '@millrace/core/testing';
import { expect, test } from 'vitest';
import { urlOf } from '../../test/traffic.ts';
import type { Api } from './api.ts';
import { NotFound, Throttled, Unavailable } from './errors.ts';
import { Gate } from './gate.ts';
import { insist } from './insist.ts';
import { apiFields } from './settings.ts';
import { storeApi } from './store-api.ts';

const { signal } = new AbortController();
const most = () => 1;

/** The API of a store that answers each path as is said of it. */
function openStore(answer: (url: URL) => Response) {
  const clock = manualClock();
  const asked: { readonly path: string; readonly limit: string | null; readonly at: number }[] = [];
  const start = clock.now();
  const endpoint = 'https://store.example';
  const api = storeApi(
    {
      storeHash: 'abc',
      accessToken: 'token',
      endpoint,
      timeoutMs: apiFields.timeoutMs.parse(undefined),
      fetch: async (input) => {
        const url = new URL(urlOf(input));
        const path = url.pathname.slice('/stores/abc'.length);
        asked.push({ path, limit: url.searchParams.get('limit'), at: clock.now() - start });
        return answer(url);
      },
    },
    clock,
    new Gate(clock, most),
  );
  return { clock, api, asked };
}

/** The same, all of it in the background. */
const behind = (api: Api): Api => ({
  ...api,
  get: (path, call) => api.get(path, { ...call, priority: 'background' }),
});

const down = (): Response => new Response('<html>', { status: 504 });

test('a background call that always fails keeps no live call waiting, and comes back ever later', async () => {
  const { clock, api, asked } = openStore(({ pathname }) =>
    pathname.endsWith('/orders') ? down() : Response.json({}),
  );
  const waiting: (string | undefined)[] = [];
  const patient = insist(behind(api), {
    clock,
    random: most,
    whileDown: true,
    waiting: (reason) => waiting.push(reason?.message),
  });
  const stop = new AbortController();
  const failing = patient.get('/v2/orders', { signal: stop.signal });
  failing.catch(() => undefined);
  for (let minute = 0; minute < 60; minute += 1) {
    await clock.advance(60_000);
    await api.get('/v2/live', { signal });
  }
  const times = (path: string) => asked.filter((each) => each.path === path).map(({ at }) => at);
  expect(times('/v2/orders').slice(0, 5)).toEqual([0, 2_000, 6_000, 14_000, 30_000]);
  expect(times('/v2/orders').length).toBeLessThan(20);
  // At once, each of them.
  expect(times('/v2/live')).toEqual(Array.from({ length: 60 }, (_, index) => (index + 1) * 60_000));
  expect(waiting).toEqual([expect.stringContaining('504')]);
  stop.abort();
  await expect(failing).rejects.toThrow('aborted');
  expect(waiting).toHaveLength(2);
});

test('a live call that fails keeps everybody waiting', async () => {
  const { clock, api, asked } = openStore(({ pathname }) =>
    pathname.endsWith('/live') ? down() : Response.json({}),
  );
  await expect(api.get('/v2/live', { signal })).rejects.toThrow(Unavailable);
  const read = insist(behind(api), { clock, whileDown: true }).get('/v2/orders', { signal });
  await clock.advance(1_999);
  expect(asked).toHaveLength(1);
  await clock.advance(1);
  await read;
});

test('it says once that it waits, and once that it no longer does', async () => {
  let failures = 3;
  const { clock, api } = openStore(() => ((failures -= 1) >= 0 ? down() : Response.json({})));
  const waiting: boolean[] = [];
  const patient = insist(behind(api), {
    clock,
    whileDown: true,
    waiting: (reason) => waiting.push(reason !== undefined),
  });
  const read = Promise.all(['/v2/a', '/v2/b'].map((path) => patient.get(path, { signal })));
  await clock.advance(60_000);
  await read;
  expect(waiting).toEqual([true, false]);
});

test('a page that the store cannot answer is asked for with half as many rows, and with more later', async () => {
  const { clock, api, asked } = openStore(({ searchParams }) =>
    Number(searchParams.get('limit')) > 70 ? down() : Response.json([]),
  );
  const patient = insist(behind(api), { clock, random: most, whileDown: true });
  for (let page = 0; page < 10; page += 1) {
    const read = patient.page('/v2/orders', { signal, query: { min_id: page } });
    await clock.advance(60_000);
    expect(await read).toEqual({ body: [], limit: 62 });
  }
  const limits = asked.map(({ limit }) => Number(limit));
  expect(limits).toEqual([250, 125, ...Array<number>(8).fill(62), 124, 62, 62]);
});

test('no page is smaller than ten', async () => {
  const { clock, api, asked } = openStore(down);
  const stop = new AbortController();
  const read = insist(behind(api), { clock, whileDown: true }).page('/v2/orders', {
    signal: stop.signal,
  });
  await clock.advance(3_600_000);
  expect(asked.at(-1)?.limit).toBe('10');
  stop.abort();
  await expect(read).rejects.toThrow('aborted');
});

test('what is not the time to insist on is said at once', async () => {
  const { clock, api } = openStore(({ pathname }) =>
    pathname.endsWith('/gone') ? new Response('', { status: 404 }) : down(),
  );
  const patient = insist(behind(api), { clock, whileDown: false });
  await expect(patient.get('/v2/gone', { signal })).rejects.toThrow(NotFound);
  await expect(patient.get('/v2/orders', { signal })).rejects.toThrow(Unavailable);
});

test('a store that refuses and says no time is not asked again at once', async () => {
  let refusals = 3;
  const { clock, api, asked } = openStore(() =>
    (refusals -= 1) >= 0 ? new Response('', { status: 429 }) : Response.json({}),
  );
  await expect(api.get('/v2/live', { signal })).rejects.toThrow(Throttled);
  const read = insist(behind(api), { clock, random: most, whileDown: false }).get('/v2/orders', {
    signal,
  });
  await clock.advance(60_000);
  await read;
  expect(asked.map(({ at }) => at)).toEqual([0, 2_000, 4_000, 8_000]);
});

test('a store that refuses for no time at all is asked again a quarter of a second later', async () => {
  const { clock, api, asked } = openStore(
    () => new Response('', { status: 429, headers: { 'x-rate-limit-time-reset-ms': '0' } }),
  );
  const stop = new AbortController();
  const read = insist(behind(api), { clock, whileDown: false }).get('/v2/orders', {
    signal: stop.signal,
  });
  await clock.advance(1_000);
  expect(asked.map(({ at }) => at)).toEqual([0, 250, 500, 750, 1_000]);
  stop.abort();
  await expect(read).rejects.toThrow('aborted');
});
