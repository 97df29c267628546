import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bulk,
  deletion,
  event,
  group,
  importJob,
  profile,
  subscriptionJob,
  suppressionJob,
} from './__fixtures__/bodies.ts';
import { client } from './__fixtures__/client.ts';
import { type KlaviyoSandbox, klaviyoSandbox } from './index.ts';

// Klaviyo's published schemas are not part of this repository. With MILLRACE_VENDOR set to a directory that has
// klaviyo/request-schemas.json (request bodies by "METHOD /path", dereferenced), they judge the sandbox.
const vendor = process.env['MILLRACE_VENDOR'];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const ana = { email: 'ana@shop.co' };
const marketing = { consent: 'SUBSCRIBED', consented_at: null };
const meta = {
  patch_properties: { append: { a: 1 }, unappend: null, unset: ['x'] },
  patch_identifiers: { append: {}, unappend: {} },
};
const full = {
  ...ana,
  phone_number: '+15005550006',
  external_id: 'bc_1',
  first_name: 'Ana',
  last_name: null,
  organization: 'X',
  locale: 'en-US',
  title: 'Dr',
  image: 'https://x.co/i.png',
  location: {
    address1: 'A',
    city: null,
    latitude: '48.4',
    longitude: 9.9,
    zip: '1',
    ip: '1.1.1.1',
  },
  properties: { anything: [1] },
};
const fields = {
  properties: { OrderId: '1' },
  time: '2026-07-15T10:00:00Z',
  value: 12.5,
  value_currency: 'EUR',
  unique_id: 'o1',
  backfill: false,
};

/** A good body for each endpoint, with as many fields as it has. */
const SEEDS: Readonly<Record<string, unknown>> = {
  'POST /api/events': event({ ...full, _kx: null, anonymous_id: 'a', meta }, fields),
  'POST /api/event-bulk-create-jobs': bulk(
    group({ ...full, anonymous_id: 'a' }, [fields, { ...fields, unique_id: 'o2' }], {
      backfill: null,
    }),
    group(ana, [{}], { profile: { data: { type: 'profile', id: null, attributes: ana, meta } } }),
  ),
  'POST /api/profile-import': profile({ ...full, _kx: null }, { id: null, meta }),
  'POST /api/profiles': profile(full),
  'PATCH /api/profiles/{id}': profile(full, { id: 'HERE', meta }),
  'POST /api/profile-subscription-bulk-create-jobs': subscriptionJob(
    'create',
    [
      {
        ...ana,
        phone_number: '+15005550006',
        age_gated_date_of_birth: '1990-01-31',
        subscriptions: {
          email: { marketing, open_tracking: { consent: 'SUBSCRIBED' } },
          sms: { marketing, transactional: marketing },
          push: { marketing, tokens: [{ token: 't', platform: 'ios', vendor: 'apns' }] },
        },
      },
    ],
    { listId: 'LIST', custom_source: 'x', historical_import: false },
  ),
  'POST /api/profile-subscription-bulk-delete-jobs': subscriptionJob('delete', [
    {
      ...ana,
      phone_number: '+15005550006',
      subscriptions: {
        email: { marketing: { consent: 'UNSUBSCRIBED' } },
        whatsapp: { conversational: { consent: 'UNSUBSCRIBED' } },
      },
    },
  ]),
  'POST /api/profile-suppression-bulk-create-jobs': suppressionJob('create', [ana.email]),
  'POST /api/profile-suppression-bulk-delete-jobs': suppressionJob('delete', [ana.email]),
  'POST /api/data-privacy-deletion-jobs': deletion({ email: ana.email, phone_number: null }),
  'POST /api/profile-bulk-import-jobs': importJob([
    { attributes: { ...full, _kx: null }, id: null, meta },
    { attributes: ana },
  ]),
  'POST /api/lists': { data: { type: 'list', attributes: { name: 'x', opt_in_process: null } } },
  'POST /api/lists/{id}/relationships/profiles': { data: [] },
  'POST /api/metric-aggregates': {
    data: {
      type: 'metric-aggregate',
      attributes: {
        metric_id: 'METRIC',
        measurements: ['count', 'sum_value'],
        interval: 'day',
        by: ['$value_currency'],
        timezone: 'America/Chicago',
        page_size: null,
        filter: [
          'greater-or-equal(datetime,2026-07-01T00:00:00-05:00)',
          'less-than(datetime,2026-08-01T00:00:00-05:00)',
        ],
      },
    },
  },
};

describe.skipIf(!vendor)(
  'against Klaviyo’s published schemas (needs them in MILLRACE_VENDOR)',
  () => {
    let sandbox: KlaviyoSandbox;
    let judges: Map<string, ValidateFunction>;

    beforeAll(async () => {
      // The schemas are to judge the sandbox here, not to help it.
      sandbox = await klaviyoSandbox({ rateLimits: false, publishedSchemas: false });
      judges = compile(vendor ?? '');
    });
    afterAll(() => sandbox.close());

    /** An account with one list, one profile and one metric; the path and the seed have their ids. */
    async function prepare(
      endpoint: string,
    ): Promise<{ method: string; path: string; seed: Json }> {
      sandbox.reset();
      const send = client(sandbox);
      const list = (await send('POST', '/api/lists', SEEDS['POST /api/lists'])).json['data']?.[
        'id'
      ];
      await send('POST', '/api/profiles', profile({ phone_number: '+15005550007' }));
      const id = sandbox.profiles[0]?.id ?? '';
      await send('POST', '/api/events', event({ email: 'ben@shop.co' }));
      const [method = '', path = ''] = endpoint.split(' ');
      const seed = JSON.stringify(SEEDS[endpoint])
        .replace('HERE', id)
        .replace('LIST', String(list))
        .replace('METRIC', sandbox.events[0]?.metricId ?? '');
      const pathId = path.includes('/lists/') ? String(list) : id;
      return { method, path: path.replace('{id}', pathId), seed: JSON.parse(seed) as Json };
    }

    describe.each(Object.keys(SEEDS))('%s', (endpoint) => {
      it('accepts what the schema accepts', async () => {
        const { method, path, seed } = await prepare(endpoint);
        const judge = judges.get(endpoint);
        judge?.(seed);
        expect(judge?.errors).toBeNull();
        const { refused } = await client(sandbox)(method, path, seed);
        expect(refused).toEqual({ status: expect.toSatisfy((status) => status < 300), at: [] });
      });

      it('refuses what the schema refuses, and finds no fault with the form of anything else', async () => {
        const { method, path, seed } = await prepare(endpoint);
        const judge = judges.get(endpoint);
        let refusals = 0;
        await fc.assert(
          fc.asyncProperty(mutation(seed), async (mutant) => {
            const good = judge?.(mutant) === true;
            const { status, text } = await client(sandbox)(method, path, JSON.stringify(mutant));
            if (!good) refusals += 1;
            // Klaviyo has rules that no schema tells, so that a body of good form may be refused all the same.
            return good ? formProblems(text).length === 0 : status === 400;
          }),
          { numRuns: 300, seed: 20_260_715 },
        );
        expect(refusals).toBeGreaterThan(30);
      });
    });
  },
);

/** What the sandbox found wrong with the form of a body, rather than with its meaning. */
function formProblems(text: string): string[] {
  if (text === '') return [];
  const { errors = [] } = JSON.parse(text) as { errors?: { detail: string }[] };
  const details = errors.map(({ detail }) => detail);
  return details.filter((detail) =>
    /^Invalid (input|option)|is not a valid field|^Not a valid/.test(detail),
  );
}

/** The body with one thing changed, somewhere: a value of another type, a key more, a key less. */
function mutation(seed: Json): fc.Arbitrary<Json> {
  const strange: Json[] = [null, true, 0, 12.5, '', 'x', '2026-07-15', [], {}, ['x'], { x: 1 }];
  const change = fc.oneof(
    fc.constantFrom(...strange).map((value) => (): Json => value),
    fc.constantFrom('uniqueId', 'anonymous_id', '_kx', 'id', 'meta', 'x').map(
      (key) =>
        (at: Json): Json =>
          isObject(at) ? { ...at, [key]: 'x' } : at,
    ),
    fc.nat().map(
      (n) =>
        (at: Json): Json =>
          isObject(at) ? withoutKey(at, n) : at,
    ),
  );
  return fc
    .tuple(fc.constantFrom(...pathsOf(seed)), change)
    .map(([path, apply]) => edit(seed, path, apply));
}

function pathsOf(value: Json, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...path, key]));
  return [path, ...inner];
}

function edit(value: Json, [key, ...rest]: readonly string[], apply: (at: Json) => Json): Json {
  if (key === undefined) return apply(value);
  if (Array.isArray(value)) {
    return value.map((item, index) => (`${index}` === key ? edit(item, rest, apply) : item));
  }
  if (!isObject(value)) return value;
  return { ...value, [key]: edit(value[key] ?? null, rest, apply) };
}

function withoutKey(object: { [key: string]: Json }, n: number): Json {
  const keys = Object.keys(object);
  const { [keys[n % keys.length] ?? '']: _gone, ...rest } = object;
  return rest;
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function compile(directory: string): Map<string, ValidateFunction> {
  const file = join(directory, 'klaviyo', 'request-schemas.json');
  const schemas = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Json>;
  const ajv = new Ajv({ strict: false });
  formats.default(ajv);
  return new Map(
    Object.keys(SEEDS).map((endpoint) => {
      const schema = closed(schemas[endpoint] ?? false);
      return [endpoint, ajv.compile(schema as object)];
    }),
  );
}

/** Klaviyo refuses unknown fields but does not say so in its schemas. */
function closed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isObject(schema)) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, closed(value)]),
  );
  return isObject(schema['properties'] ?? null) && schema['type'] !== undefined
    ? { ...inner, additionalProperties: false }
    : inner;
}
