import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { event } from './__fixtures__/bodies.ts';
import { client } from './__fixtures__/client.ts';
import { type KlaviyoSandbox, klaviyoSandbox } from './index.ts';

const NOW = '2026-07-20T10:00:00.500Z';
let now: number;
let sandbox: KlaviyoSandbox;
let send: ReturnType<typeof client>;

beforeEach(async () => {
  now = Date.parse(NOW);
  sandbox = await klaviyoSandbox({ now: () => now, rateLimits: false });
  send = client(sandbox);
});
afterEach(() => sandbox.close());

const ana = { email: 'ana@shop.co' };
const post = (body: unknown) => send('POST', '/api/events', body);
const refused = async (fields: Readonly<Record<string, unknown>>, metric?: string) =>
  (await post(event(ana, fields, metric))).refused;
const pointer = (where: string) => ({ status: 400, at: [`/data/attributes/${where}`] });

describe('an event that is accepted', () => {
  it('is answered 202 without a body, and stored', async () => {
    const fields = {
      time: '2026-07-15T12:00:00.900+02:00',
      value: 29.98,
      value_currency: 'EUR',
      unique_id: 'o1',
      properties: { OrderId: '1', Items: [{ Quantity: 0 }] },
    };
    const { status, text } = await post(event({ ...ana, first_name: 'Ana' }, fields));
    expect([status, text]).toEqual([202, '']);
    const [profile] = sandbox.profiles;
    expect(profile).toMatchObject({ email: 'ana@shop.co', attributes: { first_name: 'Ana' } });
    expect(sandbox.events).toEqual([
      {
        id: expect.any(String),
        metric: 'Placed Order',
        metricId: expect.any(String),
        profileId: profile?.id,
        time: '2026-07-15T10:00:00.000Z',
        value: 29.98,
        value_currency: 'EUR',
        unique_id: 'o1',
        properties: { OrderId: '1', Items: [{ Quantity: 0 }] },
        backfill: false,
      },
    ]);
  });

  it('happened when it came, unless it says otherwise', async () => {
    await post(event(ana, { time: null }));
    expect(sandbox.events[0]?.time).toBe('2026-07-20T10:00:00.000Z');
  });

  it('loses the properties that Klaviyo ignores, and keeps the rest', async () => {
    await post(event(ana, { properties: { a: 0, b: null, c: '', d: false, e: [], f: '0' } }));
    expect(sandbox.events[0]?.properties).toEqual({ d: false, e: [], f: '0' });
  });

  it('counts as 0 without a value, once its metric has had values', async () => {
    for (const [index, value] of [undefined, 12.5, undefined].entries()) {
      await post(event(ana, { unique_id: `${index}`, value }));
    }
    expect(sandbox.events.map(({ value }) => value)).toEqual([null, 12.5, 0]);
  });

  it('can be recorded without triggering flows', async () => {
    await post(event(ana, { backfill: true }));
    expect(sandbox.events[0]?.backfill).toBe(true);
  });

  it.each(['x@example.com', 'x@TEST.com'])('is thrown away when it is about %s', async (email) => {
    expect((await post(event({ email }, { unique_id: 'o1' }))).status).toBe(202);
    expect([sandbox.events, sandbox.profiles]).toEqual([[], []]);
    expect(sandbox.discarded).toEqual([
      {
        reason: 'test_address',
        email,
        phone_number: null,
        metric: 'Placed Order',
        unique_id: 'o1',
      },
    ]);
  });
});

describe('the same event', () => {
  const times = async (...fields: Readonly<Record<string, unknown>>[]) => {
    for (const one of fields) expect((await post(event(ana, one))).status).toBe(202);
    return { stored: sandbox.events.length, duplicates: sandbox.duplicates };
  };

  it('is known by its unique_id: the first one stays', async () => {
    const counts = await times({ unique_id: 'o1', value: 1 }, { unique_id: 'o1', value: 2 });
    expect(counts).toEqual({ stored: 1, duplicates: 1 });
    expect(sandbox.events[0]?.value).toBe(1);
  });

  it('is known by the second it happened in, without a unique_id', async () => {
    const at = (time: string) => ({ time: `2026-07-15T10:00:${time}Z` });
    expect(await times(at('01.100'), at('01.900'), at('02.000'))).toEqual({
      stored: 2,
      duplicates: 1,
    });
  });

  it('is another one for another metric or profile', async () => {
    await post(event(ana, { unique_id: 'o1' }, 'Placed Order'));
    await post(event(ana, { unique_id: 'o1' }, 'Refunded Order'));
    await post(event({ email: 'bo@shop.co' }, { unique_id: 'o1' }));
    const other = event(ana, { unique_id: 'o1' });
    Object.assign(other.data.attributes.metric.data.attributes, { service: 'shop' });
    await post(other);
    expect([sandbox.events.length, sandbox.duplicates]).toEqual([4, 0]);
  });
});

describe('an event that is refused', () => {
  it('has a field that is not known, or not of its type', async () => {
    expect(await refused({ uniqueId: '1' })).toEqual(pointer('uniqueId'));
    expect(await refused({ value: '12.5' })).toEqual(pointer('value'));
    expect(await refused({ time: '2026-07-15' })).toEqual(pointer('time'));
    expect(await refused({ time: '2026-07-15T10:00:00' })).toEqual(pointer('time'));
    expect(await refused({ time: '2026-07-15T10:00Z' })).toEqual(pointer('time'));
    expect(await refused({ properties: [] })).toEqual(pointer('properties'));
    const body = event({ ...ana, nickname: 'A' });
    expect((await post(body)).refused).toEqual(pointer('profile/data/attributes/nickname'));
  });

  it.each([
    ['', 'name'],
    ['x'.repeat(128), 'name'],
  ])('has a metric without a proper name', async (name) => {
    expect(await refused({}, name)).toEqual(pointer('metric/data/attributes/name'));
    expect((await refused({}, 'x'.repeat(127))).status).toBe(202);
  });

  it('has a unique_id of a wrong length', async () => {
    expect(await refused({ unique_id: '' })).toEqual(pointer('unique_id'));
    expect(await refused({ unique_id: 'x'.repeat(256) })).toEqual(pointer('unique_id'));
    expect((await refused({ unique_id: 'x'.repeat(255) })).status).toBe(202);
  });

  it('has a time too far from now', async () => {
    expect(await refused({ time: '1999-12-31T23:59:59Z' })).toEqual(pointer('time'));
    expect(await refused({ time: '2027-07-21T10:00:00Z' })).toEqual(pointer('time'));
    expect((await refused({ time: '2000-01-01T00:00:00Z' })).status).toBe(202);
    expect((await refused({ time: '2027-07-20T10:00:00Z' })).status).toBe(202);
  });

  it('has a currency that is none', async () => {
    expect(await refused({ value_currency: 'euro' })).toEqual(pointer('value_currency'));
    expect(await refused({ value_currency: 'eur' })).toEqual(pointer('value_currency'));
  });

  it('has too many properties', async () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, 1]));
    expect(await refused({ properties: many(401) })).toEqual(pointer('properties'));
    expect((await refused({ properties: many(400) })).status).toBe(202);
  });

  it('has a property that is too long', async () => {
    const long = pointer('properties/a');
    expect(await refused({ properties: { a: 'x'.repeat(100_001) } })).toEqual(long);
    expect(await refused({ properties: { a: [{ b: 'é'.repeat(50_001) }] } })).toEqual(long);
    expect(await refused({ properties: { a: Array.from({ length: 4001 }).fill(1) } })).toEqual(
      long,
    );
    expect((await refused({ properties: { a: 'x'.repeat(100_000) } })).status).toBe(202);
    expect(
      (await refused({ properties: { a: Array.from({ length: 4000 }).fill(1) } })).status,
    ).toBe(202);
  });

  it('is nested too deep', async () => {
    const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
    expect(await refused({ properties: nested(11) })).toEqual(pointer('properties/a'));
    expect((await refused({ properties: nested(10) })).status).toBe(202);
    const brackets = `${'['.repeat(1e6)}${']'.repeat(1e6)}`;
    const body = JSON.stringify(event(ana, { properties: { a: 'HERE' } })).replace(
      '"HERE"',
      brackets,
    );
    expect((await post(body)).status).toBe(202);
  });

  it('has a profile of more than 95 KB', async () => {
    const large = { ...ana, properties: { a: 'x'.repeat(95_000) } };
    expect((await post(event(large))).refused).toEqual(pointer('profile/data'));
  });

  it('stores nothing', async () => {
    await refused({ value: 'x' });
    await post(event({ phone_number: '555' }));
    expect([sandbox.events, sandbox.profiles]).toEqual([[], []]);
  });
});

describe('GET /api/events', () => {
  beforeEach(async () => {
    for (const [index, email] of ['ana@shop.co', 'bo@shop.co', 'ana@shop.co'].entries()) {
      const time = `2026-07-1${5 - index}T10:00:00Z`;
      const fields = { time, value: index, unique_id: `o${index}`, properties: { n: `${index}` } };
      await post(event({ email }, fields, index === 2 ? 'Other' : 'Placed Order'));
    }
  });
  const get = (query: Record<string, string>) =>
    send('GET', `/api/events?${new URLSearchParams(query).toString()}`);
  const numbers = async (query: Record<string, string>) => {
    const { status, json } = await get(query);
    expect(status).toBe(200);
    return json['data']?.map(({ attributes }) => attributes?.['event_properties']?.['n']);
  };

  it('shows what is stored, with the old names for id, value and currency', async () => {
    const { json } = await get({});
    expect(json['data']?.[1]).toMatchObject({
      type: 'event',
      attributes: {
        datetime: '2026-07-14T10:00:00.000Z',
        timestamp: Date.parse('2026-07-14T10:00:00Z') / 1000,
        event_properties: { n: '1', $value: 1, $event_id: 'o1' },
      },
      relationships: { profile: { data: { type: 'profile', id: sandbox.profiles[1]?.id } } },
    });
  });

  it('filters and sorts', async () => {
    const [first, second, third] = sandbox.events;
    expect(await numbers({ filter: `equals(profile_id,"${first?.profileId}")` })).toEqual([
      '0',
      '2',
    ]);
    expect(await numbers({ filter: `equals(metric_id,"${second?.metricId}")` })).toEqual([
      '0',
      '1',
    ]);
    const both = `and(equals(metric_id,"${third?.metricId}"),equals(profile_id,"${second?.profileId}"))`;
    expect(await numbers({ filter: both })).toEqual([]);
    const one = `and(equals(metric_id,"${first?.metricId}"),equals(profile_id,"${first?.profileId}"))`;
    expect(await numbers({ filter: one })).toEqual(['0']);
    const other = `equals(profile_id,"${first?.profileId}"),equals(metric_id,"${third?.metricId}")`;
    expect(await numbers({ filter: other })).toEqual(['2']);
    const since = 'greater-or-equal(datetime,2026-07-14T10:00:00Z)';
    expect(await numbers({ filter: since, sort: 'datetime' })).toEqual(['1', '0']);
    expect(await numbers({ filter: `${since},less-than(datetime,2026-07-15T10:00:00Z)` })).toEqual([
      '1',
    ]);
    expect(await numbers({ sort: '-datetime' })).toEqual(['0', '1', '2']);
    expect(await numbers({ sort: 'datetime' })).toEqual(['2', '1', '0']);
  });

  it('comes in pages', async () => {
    const first = await get({ 'page[size]': '2' });
    const next = String(first.json['links']?.['next']).replace(sandbox.url, '');
    const second = await send('GET', next);
    expect([first.json['data']?.length, second.json['data']?.length]).toEqual([2, 1]);
    expect(second.json['links']?.['next']).toBeNull();
  });

  it.each([
    [{ filter: 'equals(name,"x")' }, 'filter'],
    [{ filter: 'equals(profile_id' }, 'filter'],
    [{ filter: 'any(profile_id,["x"])' }, 'filter'],
    [{ filter: 'greater-than(datetime,soon)' }, 'filter'],
    [{ sort: 'value' }, 'sort'],
    [{ include: 'profile' }, 'include'],
    [{ 'page[size]': '1001' }, 'page[size]'],
    [{ 'page[cursor]': 'x' }, 'page[cursor]'],
  ])('refuses %j', async (query: Record<string, string>, parameter) => {
    expect((await get(query)).refused).toEqual({ status: 400, at: [parameter] });
  });
});
