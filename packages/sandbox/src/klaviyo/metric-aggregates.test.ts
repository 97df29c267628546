import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { event } from './__fixtures__/bodies.ts';
import { client } from './__fixtures__/client.ts';
import { type KlaviyoSandbox, klaviyoSandbox } from './index.ts';

let sandbox: KlaviyoSandbox;
let send: ReturnType<typeof client>;

beforeEach(async () => {
  sandbox = await klaviyoSandbox({ rateLimits: false });
  onTestFinished(() => sandbox.close());
  send = client(sandbox);
});

let told = 0;
async function order(time: string, value: number, currency?: string, email = 'ana@shop.co') {
  told += 1;
  const fields = {
    time,
    value,
    unique_id: String(told),
    ...(currency && { value_currency: currency }),
  };
  await send('POST', '/api/events', event({ email }, fields));
}

const range = (from: string, until: string) => [
  `greater-or-equal(datetime,${from})`,
  `less-than(datetime,${until})`,
];

const ask = (attributes: object) =>
  send('POST', '/api/metric-aggregates', {
    data: {
      type: 'metric-aggregate',
      attributes: {
        metric_id: sandbox.events[0]?.metricId ?? '',
        measurements: ['count', 'sum_value'],
        filter: range('2026-07-14T00:00:00', '2026-07-16T00:00:00'),
        ...attributes,
      },
    },
  });

const answered = (answer: Awaited<ReturnType<typeof ask>>) => answer.json['data']?.['attributes'];

describe('metric aggregates', () => {
  it('are counts and sums by the days of a time zone, with the first day whole', async () => {
    await order('2026-07-14T03:00:00Z', 10);
    await order('2026-07-15T03:00:00Z', 0.1);
    await order('2026-07-15T03:30:00Z', 0.2);

    expect(answered(await ask({}))).toEqual({
      dates: ['2026-07-14T00:00:00+00:00', '2026-07-15T00:00:00+00:00'],
      data: [
        { dimensions: [], measurements: { count: [1, 2], sum_value: [10, 0.30000000000000004] } },
      ],
    });
    const timezone = 'America/Chicago';
    expect(
      answered(
        await ask({ timezone, filter: range('2026-07-14T00:00:00Z', '2026-07-16T00:00:00Z') }),
      ),
    ).toMatchObject({
      dates: [
        '2026-07-13T00:00:00-05:00',
        '2026-07-14T00:00:00-05:00',
        '2026-07-15T00:00:00-05:00',
      ],
      data: [{ measurements: { count: [1, 2, 0] } }],
    });
    // Without an offset, the times are those of the zone.
    expect(answered(await ask({ timezone }))).toMatchObject({
      dates: ['2026-07-14T00:00:00-05:00', '2026-07-15T00:00:00-05:00'],
      data: [{ measurements: { count: [2, 0] } }],
    });
  });

  it('count what lies in the range only, its beginning included and its end not', async () => {
    for (const time of ['13:59:59', '14:00:00', '14:59:59', '15:00:00'])
      await order(`2026-07-14T${time}Z`, 1);
    const filter = range('2026-07-14T14:00:00Z', '2026-07-14T15:00:00Z');
    expect(answered(await ask({ filter, interval: 'hour' }))).toMatchObject({
      dates: ['2026-07-14T14:00:00+00:00'],
      data: [{ measurements: { count: [2] } }],
    });
  });

  it('know days of 23 and of 25 hours', async () => {
    await order('2026-10-24T22:30:00Z', 1);
    await order('2026-10-25T22:30:00Z', 1);
    const asked = {
      timezone: 'Europe/Madrid',
      filter: range('2026-10-25T00:00:00', '2026-10-27T00:00:00'),
    };
    expect(answered(await ask(asked))).toMatchObject({
      dates: ['2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00'],
      data: [{ measurements: { count: [2, 0] } }],
    });
    const hours = await ask({
      ...asked,
      interval: 'hour',
      filter: range('2026-03-29T00:00:00', '2026-03-30T00:00:00'),
    });
    expect(answered(hours)?.['dates']).toHaveLength(23);
  });

  it('come by week and by month', async () => {
    await order('2026-07-15T12:00:00Z', 1);
    const filter = range('2026-06-15T00:00:00', '2026-07-20T00:00:00');
    expect(answered(await ask({ filter, interval: 'month' }))).toMatchObject({
      dates: ['2026-06-01T00:00:00+00:00', '2026-07-01T00:00:00+00:00'],
      data: [{ measurements: { count: [0, 1] } }],
    });
    expect(
      answered(
        await ask({
          filter: range('2026-07-08T00:00:00', '2026-07-14T00:00:00'),
          interval: 'week',
        }),
      )?.['dates'],
    ).toEqual(['2026-07-06T00:00:00+00:00', '2026-07-13T00:00:00+00:00']);
  });

  it('come by currency, and say nothing where there is none', async () => {
    await order('2026-07-14T12:00:00Z', 10, 'EUR');
    await order('2026-07-14T12:00:00Z', 20, 'USD');
    await order('2026-07-15T12:00:00Z', 5);
    const measurements = ['sum_value', 'unique'];
    expect(answered(await ask({ by: ['$value_currency'], measurements }))?.['data']).toEqual([
      { dimensions: ['EUR'], measurements: { sum_value: [10, 0], unique: [1, 0] } },
      { dimensions: ['USD'], measurements: { sum_value: [20, 0], unique: [1, 0] } },
      { dimensions: [''], measurements: { sum_value: [0, 5], unique: [0, 1] } },
    ]);
  });

  it('count people once in an interval, if that is asked', async () => {
    await order('2026-07-14T12:00:00Z', 1);
    await order('2026-07-14T13:00:00Z', 1);
    await order('2026-07-14T14:00:00Z', 1, undefined, 'ben@shop.co');
    expect(answered(await ask({ measurements: ['unique'] }))?.['data']).toMatchObject([
      { measurements: { unique: [2, 0] } },
    ]);
  });
});

describe('refused is', () => {
  it.each([
    [
      'no beginning',
      { filter: ['less-than(datetime,2026-07-16T00:00:00)'] },
      '/data/attributes/filter',
    ],
    [
      'no end',
      { filter: ['greater-or-equal(datetime,2026-07-16T00:00:00)'] },
      '/data/attributes/filter',
    ],
    ['no time', { filter: range('x', 'y') }, '/data/attributes/filter'],
    [
      'a range that ends before it begins',
      { filter: range('2026-07-16', '2026-07-14') },
      '/data/attributes/filter',
    ],
    [
      'a range of more than a year',
      { filter: range('2025-07-01', '2026-07-14') },
      '/data/attributes/filter',
    ],
    [
      'another filter',
      { filter: [...range('2026-07-01', '2026-07-14'), 'equals(List,"x")'] },
      'filter',
    ],
    ['an unknown time zone', { timezone: 'Mars/Olympus' }, '/data/attributes/timezone'],
    ['a dimension that is not here', { by: ['$flow'] }, '/data/attributes/by'],
    ['a sort', { sort: 'count' }, '/data/attributes/sort'],
    ['an unknown measurement', { measurements: ['median'] }, '/data/attributes/measurements/0'],
  ])('%s', async (_, wrong, at) => {
    await order('2026-07-14T12:00:00Z', 1);
    expect((await ask(wrong)).refused).toEqual({ status: 400, at: [at] });
  });

  it('a metric that is not there', async () => {
    expect((await ask({ metric_id: 'nobody' })).refused.status).toBe(404);
  });

  it('the fourth request of a second', async () => {
    const limited = await klaviyoSandbox({ now: () => 1_784_000_000_000 });
    onTestFinished(() => limited.close());
    const statuses: number[] = [];
    for (let call = 0; call < 4; call += 1) {
      statuses.push((await client(limited)('POST', '/api/metric-aggregates', {})).status);
    }
    expect(statuses).toEqual([400, 400, 400, 429]);
  });

  it('a key without the scope metrics:read', async () => {
    const narrow = await klaviyoSandbox({ scopes: ['events:read'] });
    onTestFinished(() => narrow.close());
    expect((await client(narrow)('POST', '/api/metric-aggregates', {})).status).toBe(403);
  });
});
