import {
  AccountsApi,
  ApiKeySession,
  EventsApi,
  ListsApi,
  MetricsApi,
  ProfilesApi,
  RetryWithExponentialBackoff,
} from 'klaviyo-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KlaviyoSandbox, klaviyoSandbox } from './index.ts';

let sandbox: KlaviyoSandbox;
let api: {
  accounts: AccountsApi;
  events: EventsApi;
  lists: ListsApi;
  metrics: MetricsApi;
  profiles: ProfilesApi;
};

beforeEach(async () => {
  sandbox = await klaviyoSandbox({ rateLimits: false });
  const retry = new RetryWithExponentialBackoff({ numRetries: 3 });
  const session = new ApiKeySession(sandbox.apiKey, retry);
  api = {
    accounts: new AccountsApi(session),
    events: new EventsApi(session),
    lists: new ListsApi(session),
    metrics: new MetricsApi(session),
    profiles: new ProfilesApi(session),
  };
  for (const one of Object.values(api)) one.basePath = sandbox.url;
});
afterEach(() => sandbox.close());

const metric = { data: { type: 'metric' as const, attributes: { name: 'Placed Order' } } };
const anEvent = (uniqueId: string) => ({
  type: 'event' as const,
  attributes: {
    metric,
    properties: { OrderId: uniqueId },
    time: new Date('2026-07-15T10:00:00Z'),
    value: 29.98,
    valueCurrency: 'USD',
    uniqueId,
  },
});
const ana = { type: 'profile' as const, attributes: { email: 'ana@shop.co', firstName: 'Ana' } };

describe('Klaviyo’s own client for Node', () => {
  it('sends events one by one and in bulk, and reads them back', async () => {
    const one = anEvent('o1');
    const { response } = await api.events.createEvent({
      data: { ...one, attributes: { ...one.attributes, profile: { data: ana } } },
    });
    expect(response.status).toBe(202);
    await api.events.bulkCreateEvents({
      data: {
        type: 'event-bulk-create-job',
        attributes: {
          eventsBulkCreate: {
            data: [
              {
                type: 'event-bulk-create',
                attributes: {
                  profile: { data: ana },
                  events: { data: [anEvent('o1'), anEvent('o2')] },
                },
              },
            ],
          },
        },
      },
    });
    expect([sandbox.events.length, sandbox.duplicates]).toEqual([2, 1]);

    const { body: metrics } = await api.metrics.getMetrics();
    const id = metrics.data[0]?.id ?? '';
    expect(metrics.data[0]?.attributes.name).toBe('Placed Order');
    const { body } = await api.events.getEvents({ filter: `equals(metric_id,"${id}")` });
    expect(body.data.map(({ attributes }) => attributes.eventProperties)).toEqual([
      { OrderId: 'o1', $value: 29.98, $value_currency: 'USD', $event_id: 'o1' },
      { OrderId: 'o2', $value: 29.98, $value_currency: 'USD', $event_id: 'o2' },
    ]);
    expect(body.data[0]?.attributes.datetime).toEqual(new Date('2026-07-15T10:00:00Z'));
  });

  it('sums up a metric by day', async () => {
    const data = anEvent('o1');
    await api.events.createEvent({
      data: { ...data, attributes: { ...data.attributes, profile: { data: ana } } },
    });
    const { body } = await api.metrics.queryMetricAggregates({
      data: {
        type: 'metric-aggregate',
        attributes: {
          metricId: sandbox.events[0]?.metricId ?? '',
          measurements: ['count', 'sum_value'],
          interval: 'day',
          by: ['$value_currency'],
          filter: [
            'greater-or-equal(datetime,2026-07-15T00:00:00)',
            'less-than(datetime,2026-07-17T00:00:00)',
          ],
          timezone: 'Europe/Madrid',
        },
      },
    });
    expect(body.data.attributes.dates.map((date) => new Date(date).toISOString())).toEqual([
      '2026-07-14T22:00:00.000Z',
      '2026-07-15T22:00:00.000Z',
    ]);
    expect(body.data.attributes.data).toMatchObject([
      { dimensions: ['USD'], measurements: { count: [1, 0], sum_value: [29.98, 0] } },
    ]);
  });

  it('creates, updates and finds profiles', async () => {
    const created = await api.profiles.createOrUpdateProfile({ data: ana });
    expect(created.response.status).toBe(201);
    const id = created.body.data.id ?? '';
    const updated = await api.profiles.updateProfile(id, {
      data: { type: 'profile', id, attributes: { externalId: 'bc_1' } },
    });
    expect(updated.body.data.attributes).toMatchObject({
      email: 'ana@shop.co',
      externalId: 'bc_1',
    });
    const { body } = await api.profiles.getProfiles({ filter: 'equals(email,"ana@shop.co")' });
    expect(body.data.map((profile) => profile.id)).toEqual([id]);
  });

  it('understands a conflict', async () => {
    await api.profiles.createProfile({ data: ana });
    await expect(api.profiles.createProfile({ data: ana })).rejects.toMatchObject({
      response: {
        status: 409,
        data: { errors: [{ meta: { duplicate_profile_id: sandbox.profiles[0]?.id } }] },
      },
    });
  });

  it('makes lists, fills them and subscribes to them', async () => {
    const { body } = await api.lists.createList({
      data: { type: 'list', attributes: { name: 'News', optInProcess: 'single_opt_in' } },
    });
    const id = body.data.id;
    await api.profiles.createProfile({ data: ana });
    await api.lists.addProfilesToList(id, {
      data: [{ type: 'profile', id: sandbox.profiles[0]?.id ?? '' }],
    });
    await api.profiles.bulkSubscribeProfiles({
      data: {
        type: 'profile-subscription-bulk-create-job',
        attributes: {
          profiles: {
            data: [
              {
                type: 'profile',
                attributes: {
                  email: 'ana@shop.co',
                  subscriptions: { email: { marketing: { consent: 'SUBSCRIBED' } } },
                },
              },
            ],
          },
        },
        relationships: { list: { data: { type: 'list', id } } },
      },
    });
    expect(sandbox.profiles).toMatchObject([
      { lists: [id], consent: { 'email.marketing': 'SUBSCRIBED' } },
    ]);
  });

  it('waits as it is told when it is throttled, and tries again', async () => {
    sandbox.fail({ kind: 'throttle', retryAfter: 1 });
    const { body } = await api.accounts.getAccounts();
    expect(body.data[0]?.attributes.publicApiKey).toBe('SNDBX1');
    expect(sandbox.requests.map(({ status }) => status)).toEqual([429, 200]);
  });
});
