import { inspect } from 'node:util';
import { silentLogger, systemClock } from '@millrace/core';
import { klaviyoSandbox, type KlaviyoSandbox } from '@millrace/sandbox';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { klaviyo } from '../klaviyo.ts';
import { type KlaviyoSettings, Settings } from '../settings.ts';
import { createApi } from './api.ts';

const now = Date.parse('2026-07-15T12:00:00.000Z');
const apiKey = 'pk_b7f3secret';
const body = { data: { type: 'event' } };

let sandbox: KlaviyoSandbox;

beforeAll(async () => {
  sandbox = await klaviyoSandbox({ apiKey });
});
beforeEach(() => sandbox.reset());
afterEach(() => sandbox.recover());
afterAll(() => sandbox.close());

function post(settings: Partial<KlaviyoSettings> = {}, signal = new AbortController().signal) {
  const api = createApi(Settings.parse({ apiKey, endpoint: sandbox.url, ...settings }));
  const clock = {
    now: () => now,
    after: (ms: number, fn: () => void) => systemClock.after(ms, fn),
  };
  return api('/api/events', JSON.stringify(body), {
    clock,
    logger: silentLogger,
    signal,
    quota: () => undefined,
  });
}

/** What is thrown at an event that cannot be delivered now. */
async function failure(...how: Parameters<typeof post>): Promise<Error> {
  return post(...how).then(
    (answer) => Promise.reject(new Error(`answered ${inspect(answer)}`)),
    (error: unknown) => error as Error,
  );
}

describe('waits for Klaviyo when it', () => {
  it.each([
    [401, 'apiKey is wrong'],
    [403, 'apiKey lacks a scope'],
  ])('answers %i: the key is wrong, not the event', async (status, why) => {
    sandbox.fail({ kind: 'status', status });
    const error = await failure();
    expect(error).toMatchObject({ code: 'DESTINATION_UNAVAILABLE', retryAt: undefined });
    expect(error.message).toContain(why);
    expect(error.message).toContain('Check apiKey and its scopes (events:write)');
  });

  it.each([
    ['seconds', 30, now + 30_000],
    ['a date', new Date(now + 90_000).toUTCString(), now + 90_000],
    ['nonsense', 'soon', undefined],
  ])('is throttled, with %s', async (_, retryAfter, retryAt) => {
    sandbox.fail({ kind: 'throttle', retryAfter });
    expect(await failure()).toMatchObject({ code: 'DESTINATION_UNAVAILABLE', retryAt });
  });

  it.each([408, 500, 502, 503, 504, 524])('is down: %i', async (status) => {
    sandbox.fail({ kind: 'status', status, headers: { 'retry-after': '5' } });
    expect(await failure()).toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      retryAt: now + 5_000,
    });
  });

  it('has retired the revision: 410', async () => {
    sandbox.fail({ kind: 'status', status: 410 });
    expect((await failure()).message).toContain('revision 2026-07-15 of its API is retired');
  });

  it.each([302, 404, 405, 415])('is not where we think: %i', async (status) => {
    sandbox.fail({ kind: 'status', status, headers: { location: '/api/events' } });
    const error = await failure();
    expect(error.message).toContain('check endpoint and revision');
    expect(sandbox.requests).toHaveLength(1);
  });

  it.each([200, 400, 403, 422, 502, 503])('is a web page of status %i', async (status) => {
    sandbox.fail({ kind: 'html', status });
    expect(await failure()).toMatchObject({ code: 'DESTINATION_UNAVAILABLE' });
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN', 'ECONNRESET', 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT'])(
    'cannot be reached: %s',
    async (code) => {
      // As fetch does: what went wrong is the cause.
      const cause = Object.assign(new Error(`no way to ${apiKey}`), { code });
      const fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
      expect(await failure({ fetch })).toMatchObject({
        code: 'DESTINATION_UNAVAILABLE',
        message: `Klaviyo cannot be reached: ${code}`,
      });
    },
  );

  it('is asked for a person, whom no error names', async () => {
    sandbox.fail({ kind: 'status', status: 403 });
    const settings = Settings.parse({ apiKey, endpoint: sandbox.url });
    const path = '/api/profiles?filter=equals(email,"ana@kelpwood.co")';
    const context = { clock: systemClock, logger: silentLogger, quota: () => undefined };
    const { signal } = new AbortController();
    const asked = createApi(settings)(path, undefined, { ...context, signal });
    await expect(asked).rejects.toThrow('answered 403 to GET /api/profiles: apiKey lacks a scope');
    await expect(asked).rejects.toThrow('(profiles:read)');
  });

  it('has a name that nobody knows', async () => {
    expect((await failure({ endpoint: 'http://klaviyo.invalid' })).message).toMatch(
      /cannot be reached: (ENOTFOUND|EAI_AGAIN)/,
    );
  });

  it('breaks off its answer', async () => {
    const answer = new ReadableStream({ start: (body) => body.error(new Error('terminated')) });
    const fetch = async () => new Response(answer, { status: 202 });
    expect((await failure({ fetch })).message).toBe('Klaviyo cannot be reached: no answer');
  });

  it('cuts the connection', async () => {
    sandbox.fail({ kind: 'reset' });
    expect((await failure()).message).toMatch(/UND_ERR_SOCKET|ECONNRESET/);
  });

  it('is slow', async () => {
    sandbox.fail({ kind: 'slow', ms: 60_000 });
    expect((await failure({ timeoutMs: 30 })).message).toContain('within 30 ms');
  });

  it('or the pipeline closes', async () => {
    const closing = new AbortController();
    sandbox.fail({ kind: 'slow', ms: 60_000 });
    const error = failure({}, closing.signal);
    closing.abort();
    expect((await error).message).toContain('closing');
    expect((await failure({}, AbortSignal.abort())).message).toContain('closing');
  });
});

it('takes a 413 for one about the request, even from a proxy’s web page', async () => {
  sandbox.fail({ kind: 'html', status: 413 });
  expect(await post()).toMatchObject({ ok: false, status: 413 });
});

it('tells what Klaviyo says of its limits', async () => {
  const headers = { 'RateLimit-Limit': '150', 'RateLimit-Remaining': '7', 'RateLimit-Reset': '46' };
  const fetch = async () => new Response(null, { status: 202, headers });
  const quota = [{ remaining: 7, resetAt: now + 46_000 }];
  expect(await post({ fetch })).toStrictEqual({ ok: true, quota, body: '' });
});

describe('no secret', () => {
  const everything = (value: unknown) => inspect(value, { depth: 9, showHidden: true });

  it('is in an error', async () => {
    sandbox.fail({ kind: 'status', status: 401, body: { errors: [{ detail: apiKey }] } });
    const errors: unknown[] = [await failure()];
    errors.push(await failure({ endpoint: 'http://127.0.0.1:1' }));
    // As axios does: the request, with its headers, hangs on the error.
    errors.push(
      await failure({
        fetch: (_, init) =>
          Promise.reject(Object.assign(new Error(`no ${apiKey}`), { code: apiKey, config: init })),
      }),
    );
    sandbox.fail({ kind: 'reset' });
    errors.push(await failure());
    expect(errors).toHaveLength(4);
    expect(everything(errors)).not.toContain(apiKey);
    expect(JSON.stringify(errors)).not.toContain(apiKey);
  });

  it('is in an answer, whatever a server says', async () => {
    const body = { errors: [{ detail: `no ${apiKey}` }] };
    sandbox.fail({ kind: 'status', status: 400, body });
    const answer = await post();
    expect(answer).toMatchObject({
      ok: false,
      status: 400,
      body: expect.stringContaining('no …') as string,
    });
    expect(everything(answer)).not.toContain(apiKey);
  });

  it('is in the destination as a pipeline prints it', () => {
    expect(everything(klaviyo({ apiKey }))).not.toContain(apiKey);
  });
});
