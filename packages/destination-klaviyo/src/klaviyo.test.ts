import { readFileSync } from 'node:fs';
import {
  type BatchRefused,
  type DestinationContext,
  type Operation,
  type Outcome,
  silentLogger,
  systemClock,
} from '@millrace/core';
import { klaviyoSandbox, type KlaviyoSandbox } from '@millrace/sandbox';
import { Ajv, type AnySchemaObject } from 'ajv';
import formats from 'ajv-formats';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { klaviyo } from './klaviyo.ts';
import { type Example, examples } from './map/examples/index.ts';
import type { EventPayload, ProfilePayload } from './map/payload.ts';
import type { KlaviyoSettings } from './settings.ts';

const now = Date.parse('2026-07-15T12:00:00.000Z');
const apiKey = 'pk_b7f3secret';
const bulk = '/api/event-bulk-create-jobs';

let sandbox: KlaviyoSandbox;
const quotas: unknown[] = [];
const posted: { path: string; body: unknown }[] = [];

beforeAll(async () => {
  sandbox = await klaviyoSandbox({ apiKey, rateLimits: false, now: () => now });
});
beforeEach(() => {
  sandbox.reset();
  quotas.length = 0;
});
afterEach(() => sandbox.recover());
afterAll(() => sandbox.close());

const recorded: typeof fetch = (input, init) => {
  const { pathname: path } = new URL(input as string);
  if (init?.body) posted.push({ path, body: JSON.parse(init.body as string) });
  return fetch(input, init);
};

async function deliver(
  lane: string,
  operations: readonly Operation[],
  settings: Partial<KlaviyoSettings> = {},
  signal = new AbortController().signal,
): Promise<readonly Outcome[]> {
  const context: DestinationContext = {
    clock: { now: () => now, after: (ms, fn) => systemClock.after(ms, fn) },
    logger: silentLogger,
    signal,
    quota: (...what) => void quotas.push(what),
  };
  const destination = klaviyo({
    apiKey,
    endpoint: `${sandbox.url}/`,
    fetch: recorded,
    ...settings,
  });
  return destination.deliver({ lane, operations }, context);
}

interface Variation {
  readonly email?: string;
  readonly currency?: string;
  readonly properties?: Record<string, unknown>;
}

function seen(id: string, variation: Variation = {}): Operation<EventPayload> {
  const { email = 'ana@kelpwood.co', currency = 'EUR', properties = {} } = variation;
  const metric = { data: { type: 'metric', attributes: { name: 'Seen' } } } as const;
  const time = '2026-07-15T10:00:00.000Z';
  const event = { metric, unique_id: id, time, value: 1, value_currency: currency, properties };
  const payload = { profile: { email }, event: JSON.stringify(event) };
  return { lane: 'events', key: `Seen:${id}`, payload };
}

function profile(attributes: ProfilePayload['attributes']): Operation<ProfilePayload> {
  return { lane: 'profiles', key: 'm-1', payload: { attributes } };
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const statuses = (outcomes: readonly Outcome[]) => outcomes.map(({ status }) => status);
const paths = () => sandbox.requests.map(({ path }) => path);

/** The others are delivered in consent.test.ts, to a Klaviyo with lists. */
const isOfEventsOrProfiles = ({ out }: Example): boolean =>
  'operations' in out && out.operations.every(({ lane }) => /^(events|profiles)$/.test(lane));

describe('delivers', () => {
  it.each(examples.filter(isOfEventsOrProfiles))(
    'the example: $title',
    async ({ in: event, profile, settings }) => {
      const mapping = klaviyo({ apiKey, ...settings }).map(event, profile);
      if (!('operations' in mapping)) throw new TypeError('an example that is delivered');
      const lane = mapping.operations[0]?.lane ?? '';
      const outcomes = await deliver(lane, mapping.operations);
      expect(statuses(outcomes)).toStrictEqual(mapping.operations.map(() => 'delivered'));
      const keys = sandbox.events.map(({ metric, unique_id: id }) => `${metric}:${id}`);
      expect(keys).toStrictEqual(lane === 'events' ? mapping.operations.map(({ key }) => key) : []);
      expect(sandbox.profiles).toHaveLength(1);
    },
  );

  it('says who asks, and in which revision', async () => {
    await deliver('events', [seen('1')], { revision: '2026-04-15' });
    expect(sandbox.requests[0]?.headers).toMatchObject({
      revision: '2026-04-15',
      accept: 'application/vnd.api+json',
      'content-type': 'application/vnd.api+json',
    });
  });

  it('an event alone and among others in the same words', async () => {
    const one = seen('1', { properties: { a: { b: [1] } } });
    await deliver('events', [one]);
    await deliver('events', [one, seen('2')]);
    expect(paths()).toStrictEqual(['/api/events', bulk]);
    const [alone, among] = posted.slice(-2).map(({ body }) => JSON.stringify(body));
    const { event, profile } = one.payload;
    const words = event.slice(1, -1);
    expect(alone).toContain(words);
    expect(among).toContain(words);
    expect(alone).toContain(JSON.stringify(profile));
    expect(sandbox.duplicates).toBe(1);
  });

  it('many in one request that mentions each profile once', async () => {
    const operations = times(300, (i) => seen(`${i}`, { email: `u${i % 3}@kelpwood.co` }));
    expect(new Set(statuses(await deliver('events', operations)))).toStrictEqual(
      new Set(['delivered']),
    );
    expect(sandbox.requests).toHaveLength(1);
    const body = JSON.stringify(sandbox.requests[0]?.body);
    expect(body.match(/u1@kelpwood\.co/g)).toHaveLength(1);
    expect(sandbox.events).toHaveLength(300);
  });

  it('one that comes twice in a batch once', async () => {
    const operations = [seen('1'), seen('2'), seen('1'), seen('1', { email: 'bo@kelpwood.co' })];
    expect(statuses(await deliver('events', operations))).toStrictEqual(
      times(4, () => 'delivered'),
    );
    expect(paths()).toStrictEqual([bulk]);
    expect(sandbox.events).toHaveLength(3);
    expect(sandbox.duplicates).toBe(0);
  });

  it('nothing twice when the answer was lost', async () => {
    sandbox.fail({ kind: 'reset', after: true });
    await expect(deliver('events', [seen('1'), seen('2')])).rejects.toThrow('cannot be reached');
    await deliver('events', [seen('1'), seen('2')]);
    expect(sandbox.events).toHaveLength(2);
    expect(sandbox.duplicates).toBe(2);
  });
});

describe('one bad event among many', () => {
  it('is pointed at, in the words of Klaviyo', async () => {
    const operations = times(20, (i) => seen(`${i}`, { email: `u${i % 4}@kelpwood.co` }));
    operations[13] = seen('13', { email: 'u1@kelpwood.co', currency: 'euro' });
    const { suspects, tooLarge } = await refusal(deliver('events', operations));
    expect([...suspects]).toStrictEqual([
      [13, expect.stringContaining('Not an ISO 4217 currency code')],
    ]);
    expect(tooLarge).toBe(false);
    expect(sandbox.events).toStrictEqual([]);
  });

  it('takes those with it that have its bad profile, and no others', async () => {
    const operations = [seen('1'), seen('2', { email: 'ana' }), seen('3', { email: 'ana' })];
    const { suspects } = await refusal(deliver('events', operations));
    expect([...suspects.keys()]).toStrictEqual([1, 2]);
  });

  it('does not take its twin with it, which was never sent', async () => {
    const operations = [seen('1', { currency: 'euro' }), seen('2'), seen('1')];
    const { suspects } = await refusal(deliver('events', operations));
    expect([...suspects.keys()]).toStrictEqual([0]);
  });

  it.each(['<html>', '', '{"errors":"?"}', '{"errors":[{"source":{"pointer":"/data"}}]}'])(
    'is not pointed at when Klaviyo says no more than %j',
    async (body) => {
      const fetch = async () => new Response(body, { status: 400 });
      const { suspects, message } = await refusal(
        deliver('events', [seen('1'), seen('2')], { fetch }),
      );
      expect(suspects.size).toBe(0);
      expect(message).toContain('Klaviyo refused it, 400');
    },
  );

  it('may be one too many: a request that is too large', async () => {
    const properties = { text: 'x'.repeat(100_000) };
    const operations = times(60, (i) => seen(`${i}`, { properties }));
    expect(await refusal(deliver('events', operations))).toMatchObject({ tooLarge: true });
  });
});

/** What a delivery throws that Klaviyo refuses as a whole. */
const refusal = (delivery: Promise<unknown>): Promise<BatchRefused> =>
  delivery.then(
    () => Promise.reject(new Error('it was delivered')),
    (error: BatchRefused) => {
      expect(error.code).toBe('BATCH_REFUSED');
      return error;
    },
  );

describe('the limits of Klaviyo', () => {
  const headers = { 'RateLimit-Remaining': '7', 'RateLimit-Reset': '46' };
  const fetch: typeof recorded = async () => new Response(null, { status: 202, headers });
  const window = { remaining: 7, resetAt: now + 46_000 };

  it('are those of bulk requests, of single ones, and of profiles', async () => {
    await deliver('events', [seen('1'), seen('2')], { fetch });
    await deliver('events', [seen('3')], { fetch });
    await deliver('profiles', [profile({ email: 'ana@kelpwood.co' })], { fetch });
    expect(quotas).toStrictEqual([
      ['events', window],
      ['events', window],
      // Of a call that may make ten requests.
      ['profiles', { ...window, remaining: 1 }],
    ]);
  });

  it('are known even when it finds fault with what it is sent', async () => {
    const refusing: typeof recorded = async () => new Response('', { status: 400, headers });
    await refusal(deliver('events', [seen('1'), seen('2')], { fetch: refusing }));
    expect(quotas).toStrictEqual([['events', window]]);
  });

  it('are not known when it says nothing', async () => {
    sandbox.fail({ kind: 'throttle', retryAfter: 3 });
    await expect(deliver('events', [seen('1'), seen('2')])).rejects.toThrow('too many requests');
    expect(quotas).toStrictEqual([]);
  });

  it('are counted for an account, which no secret names', () => {
    const { account } = klaviyo({ apiKey });
    expect(account).toMatch(/^[0-9a-f]{16}$/);
    expect(klaviyo({ apiKey }).account).toBe(account);
    expect(klaviyo({ apiKey: 'pk_other' }).account).not.toBe(account);
  });
});

describe('a profile', () => {
  const anaByEmail = { email: 'ana@kelpwood.co' };

  it('is created, then updated', async () => {
    await deliver('profiles', [profile({ ...anaByEmail, first_name: 'Ana', title: 'Owner' })]);
    await deliver('profiles', [profile({ ...anaByEmail, title: null, properties: { a: 1 } })]);
    expect(sandbox.requests.map(({ status }) => status)).toStrictEqual([201, 200]);
    expect(sandbox.profiles).toMatchObject([
      { ...anaByEmail, attributes: { first_name: 'Ana' }, properties: { a: 1 } },
    ]);
  });

  it('whose ids are of two people is that of its email', async () => {
    await deliver('profiles', [profile(anaByEmail)]);
    await deliver('profiles', [profile({ external_id: '7' })]);
    const both = { ...anaByEmail, external_id: '7', phone_number: '+15005550006', title: 'Owner' };
    const outcomes = await deliver('profiles', [profile(both)]);
    expect(outcomes).toMatchObject([
      { status: 'delivered', warnings: [{ kind: 'identifier_clash' }] },
    ]);
    // Without the phone number, then without the user id: that was it, and all else is kept.
    const { external_id: _, ...kept } = both;
    expect(sandbox.requests.slice(2).map(({ status }) => status)).toStrictEqual([409, 409, 200]);
    expect(sandbox.requests.at(-1)?.body).toStrictEqual({
      data: { type: 'profile', attributes: kept },
    });
    expect(JSON.stringify(outcomes)).toContain(`duplicate_profile_id ${sandbox.profiles[0]?.id}`);
    expect(JSON.stringify(outcomes)).not.toContain(anaByEmail.email);
  });

  it('that clashes all the same is rejected, and named', async () => {
    const meta = { duplicate_profile_id: '01JDUPLICATE' };
    sandbox.fail({ kind: 'status', status: 409, body: { errors: [{ meta }] } }, Infinity);
    const rejected = [
      { status: 'rejected', reason: expect.stringContaining('01JDUPLICATE') as string },
    ];
    const both = profile({ ...anaByEmail, external_id: '7' });
    expect(await deliver('profiles', [both])).toMatchObject(rejected);
    expect(sandbox.requests).toHaveLength(2);
    expect(await deliver('profiles', [profile({ external_id: '7' })])).toMatchObject(rejected);
    expect(sandbox.requests).toHaveLength(3);
  });

  it('is not lost for a phone number that is nobody’s', async () => {
    const nobodys = '+15005';
    const outcomes = await deliver('profiles', [profile({ ...anaByEmail, phone_number: nobodys })]);
    expect(outcomes).toMatchObject([{ status: 'delivered' }]);
    expect(sandbox.profiles).toMatchObject([{ ...anaByEmail, properties: { phone: nobodys } }]);
    expect(await deliver('profiles', [profile({ phone_number: nobodys })])).toMatchObject([
      { status: 'rejected', reason: expect.stringContaining('phone_number') as string },
    ]);
  });
});

const vendor = process.env['MILLRACE_VENDOR'];

it.skipIf(vendor === undefined)(
  'every request of these tests passes Klaviyo’s own schemas (skipped unless MILLRACE_VENDOR says where they are)',
  async () => {
    const file = readFileSync(`${vendor}/klaviyo/request-schemas.json`, 'utf8');
    const schemas = JSON.parse(file) as Record<string, AnySchemaObject>;
    const ajv = new Ajv({ strict: true, allowUnionTypes: true });
    formats.default(ajv);
    const validators = new Map(
      ['/api/events', bulk, '/api/profile-import'].map((path) => [
        path,
        ajv.compile(closed(schemas[`POST ${path}`] ?? {})),
      ]),
    );
    expect(new Set(posted.map(({ path }) => path))).toStrictEqual(new Set(validators.keys()));
    for (const { path, body } of posted) {
      const validate = validators.get(path);
      await validate?.(body);
      expect({ path, errors: validate?.errors }).toStrictEqual({ path, errors: null });
    }
  },
);

/** The same schema, but a name that it does not know is an error: a misspelt one would be ignored. */
function closed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(closed) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, closed<unknown>(value)]);
  const copy = Object.fromEntries(entries) as T;
  const names: unknown = 'properties' in schema ? schema.properties : undefined;
  return 'type' in schema && typeof names === 'object'
    ? { ...copy, additionalProperties: false }
    : copy;
}
