import { inspect } from 'node:util';
import { manualClock } from '@millrace/core/testing';
import { klaviyoSandbox, type KlaviyoSandbox } from '@millrace/sandbox';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { klaviyoProfiles } from './klaviyo-profiles.ts';
import type { ProfileQuery } from './profile-query.ts';
import type { KlaviyoProfilesSettings } from './settings.ts';

const apiKey = 'pk_b7f3secret';
const ana = {
  email: 'ana+shop@kelpwood.co',
  phone_number: '+15005550006',
  external_id: '99"1\\',
  first_name: 'Ana',
  location: { city: 'Ulm' },
  properties: { tier: 'gold', sizes: ['M'] },
};

let sandbox: KlaviyoSandbox;
beforeAll(async () => {
  sandbox = await klaviyoSandbox({ apiKey, rateLimits: false });
});
beforeEach(async () => {
  sandbox.reset();
  await store(ana);
  await store({ email: 'bo@kelpwood.co' });
});
afterEach(() => sandbox.recover());
afterAll(() => sandbox.close());

async function store(attributes: object): Promise<void> {
  await fetch(`${sandbox.url}/api/profile-import`, {
    method: 'POST',
    headers: {
      authorization: `Klaviyo-API-Key ${apiKey}`,
      revision: '2026-07-15',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ data: { type: 'profile', attributes } }),
  });
}

function profiles(settings: Partial<KlaviyoProfilesSettings> = {}, clock = manualClock()) {
  return klaviyoProfiles({ apiKey, endpoint: sandbox.url, ...settings }, clock);
}

const asked = () => sandbox.requests.filter(({ method }) => method === 'GET');
const failure = (look: Promise<unknown>): Promise<Error> =>
  look.then(
    () => Promise.reject(new Error('it was looked up')),
    (error: unknown) => error as Error,
  );

describe('resolveProfile', () => {
  it.each<[string, () => ProfileQuery]>([
    ['an email, with its plus', () => ({ email: ana.email })],
    ['an email in another spelling', () => ({ email: ' Ana+Shop@Kelpwood.co' })],
    ['a phone number', () => ({ phone: ana.phone_number })],
    ['an external id, with its quotes', () => ({ externalId: ana.external_id })],
    ['an exchange id', () => ({ exchangeId: sandbox.profiles[0]?.exchange_id ?? '' })],
  ])('finds by %s', async (_, query) => {
    expect(await profiles().resolveProfile(query())).toEqual({
      id: sandbox.profiles[0]?.id,
      email: ana.email,
      phone: ana.phone_number,
      externalId: ana.external_id,
      firstName: 'Ana',
      location: expect.objectContaining({ city: 'Ulm', region: null }) as object,
      properties: ana.properties,
    });
  });

  it('finds nobody whom Klaviyo does not know', async () => {
    expect(await profiles().resolveProfile({ email: 'cy@kelpwood.co' })).toBeUndefined();
  });

  it('leaves out what is not known', async () => {
    const bo = await profiles().resolveProfile({ email: 'bo@kelpwood.co' });
    expect(Object.keys(bo ?? {})).toEqual(['id', 'email', 'location', 'properties']);
  });

  it.each([
    { email: 'ana' },
    { phone: '500 555 0006' },
    { externalId: '' },
    { exchangeId: 'a b' },
    { email: ana.email, externalId: '991' },
    { id: '01J' },
    {},
  ] as unknown as ProfileQuery[])('refuses %j, and repeats none of it', async (query) => {
    const error = await failure(profiles().resolveProfile(query));
    expect(error).toMatchObject({ code: 'INVALID_PROFILE_QUERY' });
    expect(error.message).not.toContain('kelpwood');
    expect(asked()).toHaveLength(0);
  });

  it('gives a profile that nobody can change under the others', async () => {
    const profile = await profiles().resolveProfile({ email: ana.email });
    const deep = [profile, profile?.properties, profile?.properties['sizes'], profile?.location];
    expect(deep.every((part) => Object.isFrozen(part))).toBe(true);
  });
});

describe('the same question', () => {
  it('is asked once by all who ask it at a time', async () => {
    const { resolveProfile } = profiles();
    const found = await Promise.all([
      resolveProfile({ email: ana.email }),
      resolveProfile({ email: ana.email.toUpperCase() }),
      resolveProfile({ email: ana.email }),
    ]);
    expect(new Set(found).size).toBe(1);
    expect(asked()).toHaveLength(1);
  });

  it('is asked again after a minute, also when nobody was found', async () => {
    const clock = manualClock();
    const { resolveProfile } = profiles({}, clock);
    const ask = () =>
      Promise.all([
        resolveProfile({ email: ana.email }),
        resolveProfile({ email: 'cy@kelpwood.co' }),
      ]);
    await ask();
    await clock.advance(59_999);
    await ask();
    expect(asked()).toHaveLength(2);
    await clock.advance(1);
    await store({ email: 'cy@kelpwood.co' });
    expect((await ask())[1]).toMatchObject({ email: 'cy@kelpwood.co' });
    expect(asked()).toHaveLength(4);
  });

  it('is forgotten first when it was not asked for longest', async () => {
    const { resolveProfile } = profiles({ rememberMost: 2 });
    const ask = (name: string) => resolveProfile({ email: `${name}@kelpwood.co` });
    for (const name of ['ana', 'bo', 'ana', 'cy', 'ana']) await ask(name);
    expect(asked()).toHaveLength(3);
    await ask('bo');
    expect(asked()).toHaveLength(4);
  });

  it('is asked again when there was no answer', async () => {
    const { resolveProfile } = profiles();
    sandbox.fail({ kind: 'status', status: 503 });
    await failure(resolveProfile({ email: ana.email }));
    expect(await resolveProfile({ email: ana.email })).toMatchObject({ email: ana.email });
  });
});

describe('the limits of Klaviyo', () => {
  const emails = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ email: `u${n}@kelpwood.co` }));
  const empty: typeof fetch = async () => Response.json({ data: [] });

  it('are kept by all who ask with one key', async () => {
    const clock = manualClock();
    let calls = 0;
    const count: typeof fetch = (input, init) => {
      calls += 1;
      return empty(input, init);
    };
    const one = profiles({ fetch: count, timeoutMs: 120_000 }, clock);
    const other = profiles({ fetch: count, timeoutMs: 120_000 }, clock);
    const looks = emails(100).flatMap((query) => [
      one.resolveProfile(query),
      other.resolveProfile(query),
    ]);
    await clock.advance(1_000);
    expect(calls).toBeLessThanOrEqual(75);
    await clock.advance(59_000);
    expect(calls).toBe(200);
    await Promise.all(looks);
  });

  it('may leave no room in time', async () => {
    const clock = manualClock();
    const { resolveProfile } = profiles({ fetch: empty, timeoutMs: 100 }, clock);
    const looks = Promise.allSettled(emails(80).map((query) => resolveProfile(query)));
    await clock.advance(1_000);
    const failed = (await looks).filter(({ status }) => status === 'rejected');
    expect(failed.length).toBeGreaterThan(10);
    expect(failed[0]).toMatchObject({
      reason: {
        code: 'PROFILE_LOOK_UP_FAILED',
        message: expect.stringContaining('within 100 ms') as string,
      },
    });
    await clock.advance(10_000);
    expect(clock.pending).toBe(0);
  });

  it('let no more than 300 wait', async () => {
    const clock = manualClock();
    const { resolveProfile } = profiles({ fetch: empty, timeoutMs: 60_000 }, clock);
    const looks = Promise.allSettled(emails(400).map((query) => resolveProfile(query)));
    await clock.advance(60_000);
    const failed = (await looks).filter(({ status }) => status === 'rejected');
    expect(failed).toHaveLength(100);
    expect(failed[0]).toMatchObject({
      reason: { message: expect.stringContaining('300 others wait') as string },
    });
  });

  /** Answers which tell, each in its turn, how many calls remain for the next 40 seconds. */
  function telling(remaining: readonly (number | undefined)[]) {
    let calls = 0;
    const fetch = async (): Promise<Response> => {
      const left = remaining[calls];
      calls += 1;
      const headers = { 'ratelimit-remaining': `${left}`, 'ratelimit-reset': '40' };
      return Response.json({ data: [] }, left === undefined ? {} : { headers });
    };
    return { fetch, calls: () => calls };
  }

  it('are those that it tells of: while no call remains, all wait', async () => {
    const clock = manualClock();
    const { fetch, calls } = telling([0]);
    const { resolveProfile } = profiles({ fetch, timeoutMs: 60_000 }, clock);
    await resolveProfile({ email: 'u0@kelpwood.co' });
    const next = resolveProfile({ email: 'u1@kelpwood.co' });
    await clock.advance(39_000);
    expect(calls()).toBe(1);
    await clock.advance(2_000);
    expect(await next).toBeUndefined();
  });

  it('are those that it tells of: what was answered is in them already', async () => {
    const clock = manualClock();
    const { fetch } = telling([...Array<undefined>(29), 30]);
    const { resolveProfile } = profiles({ fetch }, clock);
    for (const query of emails(30)) await resolveProfile(query);
    let isAnswered = false;
    const next = resolveProfile({ email: 'u31@kelpwood.co' }).finally(() => {
      isAnswered = true;
    });
    await clock.advance(0);
    expect(isAnswered).toBe(true);
    await next;
  });

  it('are those that it tells of: after a 429 all wait', async () => {
    const clock = manualClock();
    let calls = 0;
    const throttled: typeof fetch = async (input, init) => {
      calls += 1;
      const headers = { 'retry-after': '20' };
      return calls === 1 ? new Response('{}', { status: 429, headers }) : empty(input, init);
    };
    const { resolveProfile } = profiles({ fetch: throttled, timeoutMs: 60_000 }, clock);
    const error = await failure(resolveProfile({ email: 'u1@kelpwood.co' }));
    expect(error).toMatchObject({ retryAt: clock.now() + 20_000 });
    const next = resolveProfile({ email: 'u1@kelpwood.co' });
    await clock.advance(19_000);
    expect(calls).toBe(1);
    await clock.advance(2_000);
    expect(await next).toBeUndefined();
  });
});

describe('no answer', () => {
  it.each([
    [401, 'profiles:read'],
    [403, 'profiles:read'],
    [404, 'check endpoint and revision'],
    [429, 'too many requests'],
    [500, 'down or overloaded'],
  ])('for a %i, and what to do', async (status, hint) => {
    sandbox.fail({ kind: 'status', status });
    const error = await failure(profiles().resolveProfile({ email: ana.email }));
    expect(error).toMatchObject({ code: 'PROFILE_LOOK_UP_FAILED' });
    expect(error.message).toContain(`Klaviyo answered ${status}`);
    expect(error.message).toContain(hint);
  });

  it('for a query that Klaviyo refuses', async () => {
    const body = { errors: [{ detail: `Invalid filter for ${apiKey}.` }] };
    sandbox.fail({ kind: 'status', status: 400, body });
    const error = await failure(profiles().resolveProfile({ email: ana.email }));
    expect(error).toMatchObject({ code: 'INVALID_PROFILE_QUERY' });
    expect(error.message).toContain('400: Invalid filter for ….');
  });

  it.each([
    ['a web page', new Response('<html>', { headers: { 'content-type': 'text/html' } })],
    ['something else', Response.json({ data: { id: '01J' } })],
    ['nothing', new Response('')],
  ])('for %s', async (_, answer) => {
    const { resolveProfile } = profiles({ fetch: async () => answer });
    expect(await failure(resolveProfile({ email: ana.email }))).toMatchObject({
      code: 'PROFILE_LOOK_UP_FAILED',
    });
  });

  it('when the time is up', async () => {
    const clock = manualClock();
    sandbox.fail({ kind: 'slow', ms: 60_000 });
    const error = failure(profiles({ timeoutMs: 500 }, clock).resolveProfile({ email: ana.email }));
    await clock.advance(500);
    expect((await error).message).toContain('within 500 ms');
  });

  it('has the key in it', async () => {
    const fetch = () => Promise.reject(new Error(`no way with ${apiKey}`));
    const error = await failure(profiles({ fetch }).resolveProfile({ email: ana.email }));
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(apiKey);
  });
});

it('is not set up with settings that it does not know', () => {
  expect(() => profiles({ enforceEmail: true } as object)).toThrow('enforceEmail');
  expect(() => profiles({ apiKey: 'pk with spaces' })).toThrow('apiKey');
});
