import type { Event, Mapping, Warning } from '@millrace/core';
import { klaviyoSandbox } from '@millrace/sandbox';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { bulkBody, groupByProfile, singleBody } from '../deliver/bulk.ts';
import { klaviyo } from '../klaviyo.ts';
import { ana, common } from './examples/example.ts';
import type { EventOperation } from './payload.ts';

const now = common.receivedAt;
const sandbox = await klaviyoSandbox({ rateLimits: false, now: () => Date.parse(now) });
afterAll(() => sandbox.close());

const destination = klaviyo({ apiKey: sandbox.apiKey, endpoint: sandbox.url });

function mapped(fields: object, email?: string): Mapping {
  const event = { ...common, type: 'track', event: 'Seen', userId: '7', properties: {}, ...fields };
  const profile =
    email === undefined ? ana : { id: 3, identifiers: [{ type: 'email', id: email }] };
  return destination.map(event as Event, profile);
}

function operationsOf(mapping: Mapping): readonly EventOperation[] {
  return 'operations' in mapping ? (mapping.operations as readonly EventOperation[]) : [];
}
const warningsOf = (mapping: Mapping): readonly Warning[] =>
  ('operations' in mapping ? mapping.warnings : undefined) ?? [];
const kinds = (mapping: Mapping) => warningsOf(mapping).map(({ kind }) => kind);

async function post(path: string, body: string): Promise<{ status: number; said: string }> {
  const headers = {
    authorization: `Klaviyo-API-Key ${sandbox.apiKey}`,
    revision: '2026-07-15',
    'content-type': 'application/vnd.api+json',
  };
  const answer = await fetch(sandbox.url + path, { method: 'POST', headers, body });
  return { status: answer.status, said: await answer.text() };
}

describe('the limits of Klaviyo', () => {
  const value = fc.letrec((again) => ({
    value: fc.oneof(
      { maxDepth: 12 },
      fc.constantFrom<unknown>(0, null, '', true, 2 ** 62, 2 ** 63, -(2 ** 64), 1e21, 1e300, 0.1),
      fc.string(),
      fc.integer({ min: 99_990, max: 100_010 }).map((length) => 'x'.repeat(length)),
      fc.integer({ min: 33_330, max: 33_340 }).map((length) => '€'.repeat(length)),
      fc.integer({ min: 3_999, max: 4_002 }).map((length) => Array<number>(length).fill(1)),
      fc.array(again('value'), { maxLength: 3 }),
      fc.dictionary(fc.string(), again('value'), { maxKeys: 3 }),
    ),
  })).value;
  const deep = fc
    .integer({ min: 7, max: 12 })
    .map((levels) => Array.from({ length: levels }).reduce<object>((inner) => ({ inner }), {}));
  const many = fc
    .integer({ min: 398, max: 402 })
    .map((count) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`p${n}`, n])));
  const properties = fc.oneof(
    { weight: 6, arbitrary: fc.dictionary(fc.string(), fc.oneof(value, deep), { maxKeys: 6 }) },
    { weight: 1, arbitrary: many },
  );
  const event = fc.record({
    event: fc.oneof(fc.string({ minLength: 1, maxLength: 130 }), fc.constant('m'.repeat(127))),
    messageId: fc.oneof(fc.uuid(), fc.string({ minLength: 250, maxLength: 260 })),
    timestamp: fc.constantFrom(
      '1999-12-31T23:59:59.999Z',
      '2000-01-01T00:00:00.000Z',
      now,
      '2027-07-15T10:00:01.000Z',
      '2027-07-15T10:00:02.000Z',
    ),
    context: fc.record({
      backfill: fc.boolean(),
      traits: fc.record({
        firstName: fc.oneof(fc.string(), fc.constant('n'.repeat(96_000))),
        lastName: fc.string(),
      }),
    }),
    properties: fc
      .tuple(properties, fc.constantFrom({}, { value: 1.5 }, { value: 1, currency: 'eur' }))
      .map((parts): object => Object.assign({}, ...parts) as object),
  });

  it('are kept by whatever passes ours: alone, and among others', async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 5 }), async (events) => {
        sandbox.reset();
        const mappings = events.map((fields, n) =>
          mapped({ ...fields, messageId: `${fields.messageId}${n}` }),
        );
        refused += mappings.filter((mapping) => 'reject' in mapping).length;
        const operations = mappings.flatMap(operationsOf);
        const [first] = operations;
        if (first === undefined) return;
        expect(await post('/api/events', singleBody(first))).toEqual({ status: 202, said: '' });
        const body = bulkBody(groupByProfile(operations));
        expect(await post('/api/event-bulk-create-jobs', body)).toEqual({ status: 202, said: '' });
        expect(sandbox.events).toHaveLength(operations.length);
      }),
      { numRuns: 150 },
    );
    // Else the test above is about nothing.
    expect(refused).toBeGreaterThan(10);
  });

  it('are kept by a request that is as full as its lane lets it be', async () => {
    const lane = destination.lanes['events'];
    const { maxBytes, maxOperations } = { maxBytes: 0, maxOperations: 0, ...lane };
    const operations: EventOperation[] = [];
    let bytes = 0;
    for (let n = 0; operations.length < maxOperations; n += 1) {
      const names = { firstName: 'n'.repeat(5_000), lastName: `${n}` };
      const fields = { messageId: `m${n}`, context: { traits: names } };
      const [operation] = operationsOf(mapped(fields, `u${n}@kelpwood.co`));
      if (operation === undefined || bytes + (operation.bytes ?? 0) > maxBytes) break;
      operations.push(operation);
      bytes += operation.bytes ?? 0;
    }
    const body = bulkBody(groupByProfile(operations));

    expect(operations.length).toBeGreaterThan(900);
    expect(Buffer.byteLength(body)).toBeGreaterThan(4_900_000 - operations.length * 200);
    expect((await post('/api/event-bulk-create-jobs', body)).status).toBe(202);
  });

  it('are not kept by an event of 5 MB, which is refused with a reason', () => {
    const half = Array.from({ length: 50 }, (_, n) => [`p${n}`, 'x'.repeat(99_000)]);
    const properties = Object.fromEntries(half) as object;
    expect(operationsOf(mapped({ properties }))).toHaveLength(1);
    expect(mapped({ properties: { ...properties, more: 'x'.repeat(90_000) } })).toMatchObject({
      reject: expect.stringMatching(/^Seen: it makes an event of \d+ bytes/) as string,
    });
  });
});

describe('somebody is told', () => {
  it('of what was cut', () => {
    const mapping = mapped({ properties: { note: 'secret '.repeat(20_000), more: [1] } });
    expect(kinds(mapping)).toEqual(['parts_cut']);
    const [{ reason } = { reason: '' }] = warningsOf(mapping);
    expect(reason).toContain('Seen: "note" lost');
    expect(reason).not.toContain('secret');
    expect(operationsOf(mapping)[0]?.payload.event).toContain('… (cut)"');
  });

  it('of values that Klaviyo takes for unset, by their names', () => {
    const properties = { a: 0, b: null, c: '', d: false, e: [0], f: '0', g: { h: 0 } };
    const mapping = mapped({ properties });
    expect(kinds(mapping)).toEqual(['values_ignored']);
    expect(warningsOf(mapping)[0]?.reason).toContain('so "a", "b", "c" will not be seen');
  });

  it('of no more than five names', () => {
    const properties = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`p${n}`, 0]));
    expect(warningsOf(mapped({ properties }))[0]?.reason).toContain('"p4" and 4 more');
  });

  it.each([
    'jo@example.com',
    'jo@EXAMPLE.org',
    'jo@shop.example.net',
    'jo@test.com',
    'jo@shop.test',
    'jo@shop.invalid',
  ])('of an address that Klaviyo throws away: %s', async (email) => {
    const mapping = mapped({}, email);
    expect(kinds(mapping)).toEqual(['test_address']);
    expect(warningsOf(mapping)[0]?.reason).not.toContain('jo@');
  });

  it.each(['jo@myexample.com', 'jo@test.co', 'jo@contest.com', 'test.com@kelpwood.co'])(
    'nothing of %s',
    (email) => {
      expect(mapped({}, email)).not.toHaveProperty('warnings');
    },
  );
});

describe('an event of the past', () => {
  const words = (mapping: Mapping) =>
    JSON.parse(operationsOf(mapping)[0]?.payload.event ?? '{}') as object;

  it('that says so is recorded, and starts nothing', async () => {
    const mapping = mapped({ context: { backfill: true } });
    expect(words(mapping)).toHaveProperty('backfill', true);
    const operations = operationsOf(mapping);
    sandbox.reset();
    await post('/api/event-bulk-create-jobs', bulkBody(groupByProfile(operations)));
    expect(sandbox.events).toMatchObject([{ backfill: true }]);
  });

  it.each([{}, { backfill: false }, { backfill: null }])('is not one of context %j', (context) => {
    expect(words(mapped({ context }))).not.toHaveProperty('backfill');
  });
});
