import { manualClock } from '@millrace/core/testing';
import { describe, expect, it } from 'vitest';
import type { ProfileHandlerOptions } from './handler.ts';
import { klaviyoProfiles } from './klaviyo-profiles.ts';
import type { VisibleField } from './visible.ts';

const attributes = {
  email: 'ana@kelpwood.co',
  phone_number: '+15005550006',
  external_id: '991',
  first_name: 'Ana',
  properties: { tier: 'gold', 'Credit limit': 9_000 },
};
const cookie = (exchangeId: string) =>
  `__kla_id=${Buffer.from(JSON.stringify({ $exchange_id: exchangeId })).toString('base64')}`;

/** A backend in front of a Klaviyo that knows Ana, and what it was asked and logged. */
function backend(
  authorize: ProfileHandlerOptions['authorize'],
  answer = () => Response.json({ data: [{ type: 'profile', id: '01J', attributes }] }),
) {
  const asked: string[] = [];
  const logged: unknown[] = [];
  const profiles = klaviyoProfiles(
    {
      apiKey: 'pk_b7f3secret',
      fetch: async (input) => {
        asked.push(new URL(input as string).searchParams.get('filter') ?? '');
        return answer();
      },
    },
    manualClock(),
  );
  const log = (fields: object, message: string) => void logged.push([fields, message]);
  const handle = profiles.handler({
    authorize,
    logger: { debug: log, info: log, warn: log, error: log },
  });
  return { asked, logged, handle };
}

function ask(body: unknown, more: { headers?: Record<string, string>; method?: string } = {}) {
  const { headers, method = 'POST' } = more;
  return new Request('https://shop.kelpwood.co/profile', {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method === 'POST' && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

const byEmail = { email: 'ana@kelpwood.co' };
const all: readonly VisibleField[] = ['id', 'email', 'phone', 'externalId', 'properties.tier'];

describe('a request of the front end', () => {
  it('sees what it may see, and nothing else', async () => {
    const { handle } = backend(() => ['id', 'firstName', 'properties.tier']);
    const response = await handle(ask(byEmail));
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(
      '{"profile":{"id":"01J","firstName":"Ana","properties":{"tier":"gold"}}}',
    );
  });

  it.each([
    ['all properties at once', ['properties']],
    ['a property of every object', ['properties.constructor', 'properties.__proto__']],
    ['something that is no field', ['toString', 'created', 'properties.']],
  ])('cannot be let see %s', async (_, fields) => {
    const { handle } = backend(() => fields as VisibleField[]);
    expect(await (await handle(ask(byEmail))).json()).toEqual({ profile: {} });
  });

  it('is not answered, and Klaviyo not asked, when it may see nothing', async () => {
    const { asked, handle } = backend(() => []);
    const response = await handle(ask(byEmail));
    expect([response.status, asked]).toEqual([403, []]);
    expect(await response.json()).toMatchObject({ error: 'NOT_ALLOWED' });
  });

  it('is told in the same words whether there is somebody it may not see or nobody', async () => {
    const nobody = () => Response.json({ data: [] });
    const texts = [backend(() => []), backend(() => [], nobody)].map(async ({ handle }) =>
      (await handle(ask(byEmail))).text(),
    );
    expect(await texts[0]).toBe(await texts[1]);
  });

  it('is judged each time anew, also for a profile that is remembered', async () => {
    const fields = [all, [], ['id']] as VisibleField[][];
    const { asked, handle } = backend(async () => fields.shift() ?? []);
    expect((await handle(ask(byEmail))).status).toBe(200);
    expect((await handle(ask(byEmail))).status).toBe(403);
    expect(await (await handle(ask(byEmail))).json()).toEqual({ profile: { id: '01J' } });
    expect(asked).toHaveLength(1);
  });

  it('is judged by the request itself and the query', async () => {
    const seen: unknown[] = [];
    const { handle } = backend((request, query) => {
      seen.push([request.headers.get('authorization'), query]);
      return all;
    });
    await handle(ask({ email: ' Ana@Kelpwood.co' }, { headers: { authorization: 'session 7' } }));
    expect(seen).toEqual([['session 7', byEmail]]);
  });

  it('finds nobody', async () => {
    const { handle } = backend(
      () => all,
      () => Response.json({ data: [] }),
    );
    const response = await handle(ask(byEmail));
    expect([response.status, await response.json()]).toEqual([200, { profile: null }]);
  });

  it('may ask for whom the cookie points to', async () => {
    const { asked, handle } = backend(() => all);
    await handle(ask({}, { headers: { cookie: cookie('k7Qz0vTn.SNDBX1') } }));
    await handle(ask(byEmail, { headers: { cookie: cookie('another.SNDBX1') } }));
    expect(asked).toEqual(['equals(_kx,"k7Qz0vTn.SNDBX1")', 'equals(email,"ana@kelpwood.co")']);
  });

  it('that asks for nobody is refused', async () => {
    const { handle } = backend(() => all);
    expect((await handle(ask({}))).status).toBe(400);
  });
});

describe('refuses', () => {
  it.each([
    [405, 'METHOD_NOT_ALLOWED', ask(byEmail, { method: 'GET' })],
    [415, 'UNSUPPORTED_MEDIA_TYPE', ask(byEmail, { headers: { 'content-type': 'text/plain' } })],
    [413, 'TOO_LARGE', ask({ email: 'x'.repeat(5_000) })],
    [400, 'INVALID_PROFILE_QUERY', ask('{')],
    [400, 'INVALID_PROFILE_QUERY', ask('null')],
    [400, 'INVALID_PROFILE_QUERY', ask({ email: 'ana' })],
    [400, 'INVALID_PROFILE_QUERY', ask({ ...byEmail, externalId: '991' })],
    [400, 'INVALID_PROFILE_QUERY', ask({ filter: 'any(email,[])' })],
  ])('with %i and %s', async (status, error, request) => {
    const { asked, handle } = backend(() => all);
    const response = await handle(request);
    expect([response.status, await response.json()]).toEqual([
      status,
      { error, message: expect.any(String) as string },
    ]);
    expect(asked).toEqual([]);
  });

  it('names the method that is allowed', async () => {
    const response = await backend(() => all).handle(ask(byEmail, { method: 'GET' }));
    expect(response.headers.get('allow')).toBe('POST');
  });
});

describe('when it cannot be answered', () => {
  it('the front end is told when to ask again, and the log why', async () => {
    const headers = { 'retry-after': '7' };
    const { handle, logged } = backend(
      () => all,
      () => new Response('', { status: 429, headers }),
    );
    const response = await handle(ask(byEmail));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '7']);
    expect(await response.text()).not.toContain('429');
    expect(logged).toEqual([
      [
        expect.objectContaining({ code: 'PROFILE_LOOK_UP_FAILED' }),
        expect.stringContaining('Klaviyo answered 429'),
      ],
    ]);
  });

  it('the front end hears nothing of the key, of Klaviyo’s words, or of an error of the host', async () => {
    const detail = { errors: [{ detail: 'No profile of bo@kelpwood.co.' }] };
    const answers = [
      backend(
        () => all,
        () => new Response('', { status: 401 }),
      ),
      backend(
        () => all,
        () => Response.json(detail, { status: 400 }),
      ),
      backend(() => Promise.reject(new Error('no session of bo@kelpwood.co'))),
    ].map(({ handle }) => handle(ask(byEmail)));
    const told = await Promise.all(answers);
    expect(told.map(({ status }) => status)).toEqual([503, 400, 500]);
    const texts = (await Promise.all(told.map((one) => one.text()))).join();
    expect(texts).not.toMatch(/bo@kelpwood|apiKey|profiles:read|secret/);
  });
});

it('no answer may be kept by a cache, and none says who may read it from elsewhere', async () => {
  const { handle } = backend(() => all);
  const requests = [ask(byEmail), ask({}), ask(byEmail, { method: 'OPTIONS' })];
  for (const response of await Promise.all(requests.map((request) => handle(request)))) {
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect([...response.headers.keys()].join()).not.toContain('access-control');
  }
});

it('is not made without somebody who says who may see what', () => {
  const { handler } = klaviyoProfiles({ apiKey: 'pk_1' });
  expect(() => handler({} as ProfileHandlerOptions)).toThrow('authorize');
});
