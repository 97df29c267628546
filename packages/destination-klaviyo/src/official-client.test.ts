import {
  type DestinationContext,
  type Event,
  type Operation,
  type Outcome,
  type Profile,
  silentLogger,
  systemClock,
} from '@millrace/core';
import { klaviyoSandbox, type KlaviyoSandbox } from '@millrace/sandbox';
import { ApiKeySession, EventsApi, ListsApi, ProfilesApi } from 'klaviyo-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { klaviyo } from './klaviyo.ts';

// Klaviyo's own client is told in its own words what happened; what it sends, and what we send, has to be the same.

const now = Date.parse('2026-07-15T12:00:00.000Z');

let sandbox: KlaviyoSandbox;
let events: EventsApi;
let lists: ListsApi;
let profiles: ProfilesApi;

beforeAll(async () => {
  sandbox = await klaviyoSandbox({ rateLimits: false, now: () => now });
  const session = new ApiKeySession(sandbox.apiKey);
  events = new EventsApi(session);
  profiles = new ProfilesApi(session);
  lists = new ListsApi(session);
  for (const api of [events, lists, profiles]) api.basePath = sandbox.url;
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const context: DestinationContext = {
  clock: { now: () => now, after: (ms, fn) => systemClock.after(ms, fn) },
  logger: silentLogger,
  signal: new AbortController().signal,
  quota: () => undefined,
};

/** Maps an event and delivers what it is worth, each lane by itself. */
async function send(event: Event, settings: object = {}): Promise<void> {
  const { apiKey, url: endpoint } = sandbox;
  const destination = klaviyo({ apiKey, endpoint, ...settings });
  const mapping = destination.map(event, ana);
  if (!('operations' in mapping)) throw new TypeError(`not delivered: ${JSON.stringify(mapping)}`);
  const outcomes: Outcome[] = [];
  for (const [lane, operations] of byLane(mapping.operations)) {
    outcomes.push(...(await destination.deliver({ lane, operations }, context)));
  }
  expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map(() => 'delivered'));
}

function byLane(operations: readonly Operation[]): Map<string, Operation[]> {
  const lanes = new Map<string, Operation[]>();
  for (const operation of operations) {
    lanes.set(operation.lane, [...(lanes.get(operation.lane) ?? []), operation]);
  }
  return lanes;
}

/** What Klaviyo got: where, and what. */
function received(): { path: string; body: unknown }[] {
  const requests = sandbox.requests.map(({ path, body, status }) => ({ path, body, status }));
  expect(requests.filter(({ status }) => status >= 300)).toEqual([]);
  return requests.map(({ path, body }) => ({ path, body }));
}

const ana: Profile = {
  id: 1,
  identifiers: [
    { type: 'user_id', id: '991' },
    { type: 'email', id: 'ana@kelpwood.co' },
    { type: 'phone', id: '+15005550006' },
  ],
};
const common = {
  messageId: 'm-1',
  userId: '991',
  timestamp: '2026-07-15T10:00:00.000Z',
  receivedAt: '2026-07-15T10:00:01.000Z',
  context: {},
  integrations: {},
};
const time = new Date('2026-07-15T10:00:00.000Z');
const asAna = {
  type: 'profile' as const,
  attributes: { email: 'ana@kelpwood.co', externalId: '991' },
};
const metric = (name: string) => ({ data: { type: 'metric' as const, attributes: { name } } });

const mug = {
  line_item_id: '71',
  product_id: '1111',
  sku: 'MUG-OAK',
  name: 'A mug of oak',
  brand: 'Acme Woodworks',
  category: 'Kitchen',
  price: 9.99,
  quantity: 2,
  url: 'https://shop.kelpwood.co/mug',
  image_url: 'https://shop.kelpwood.co/mug.png',
};
const order = (products: readonly object[]): Event => ({
  ...common,
  type: 'track',
  event: 'Order Completed',
  properties: {
    order_id: '1001',
    total: 24.98,
    currency: 'EUR',
    coupon: 'SUMMER',
    discount: 5,
    billing_address: { first_name: 'Ana', city: 'Ulm', country_iso2: 'DE' },
    products,
  },
});

const placedOrder = (properties: object = {}) => ({
  type: 'event' as const,
  attributes: {
    metric: metric('Placed Order'),
    time,
    value: 24.98,
    valueCurrency: 'EUR',
    uniqueId: '1001',
    properties: {
      OrderId: '1001',
      total: 24.98,
      currency: 'EUR',
      DiscountCode: 'SUMMER',
      'Discount Code': 'SUMMER',
      DiscountValue: 5,
      'Discount Value': 5,
      BillingAddress: { FirstName: 'Ana', City: 'Ulm', CountryCode: 'DE' },
      ...properties,
    },
  },
});

describe('what Klaviyo’s own client sends is what we send', () => {
  it('for one event', async () => {
    const { type, attributes } = placedOrder();
    await events.createEvent({
      data: { type, attributes: { ...attributes, profile: { data: asAna } } },
    });
    await send(order([]));
    const [theirs, ours] = received();
    expect(ours).toEqual(theirs);
    expect(theirs?.path).toBe('/api/events');
    expect([sandbox.events.length, sandbox.duplicates]).toEqual([1, 1]);
  });

  it('for an order and its lines, in bulk', async () => {
    const product = {
      ProductID: '1111',
      SKU: 'MUG-OAK',
      ProductName: 'A mug of oak',
      Quantity: 2,
      ProductURL: 'https://shop.kelpwood.co/mug',
      ImageURL: 'https://shop.kelpwood.co/mug.png',
      Categories: ['Kitchen'],
    };
    const placed = placedOrder({
      Categories: ['Kitchen'],
      ItemNames: ['A mug of oak'],
      Brands: ['Acme Woodworks'],
      Items: [
        {
          ...product,
          line_item_id: '71',
          ItemPrice: 9.99,
          RowTotal: 19.98,
          Brand: 'Acme Woodworks',
        },
      ],
    });
    const ordered = {
      type: 'event' as const,
      attributes: {
        metric: metric('Ordered Product'),
        time,
        value: 19.98,
        valueCurrency: 'EUR',
        uniqueId: '1001_71',
        properties: {
          ...product,
          OrderId: '1001',
          line_item_id: '71',
          ProductCategories: ['Kitchen'],
          ProductBrand: 'Acme Woodworks',
        },
      },
    };
    await events.bulkCreateEvents({
      data: {
        type: 'event-bulk-create-job',
        attributes: {
          eventsBulkCreate: {
            data: [
              {
                type: 'event-bulk-create',
                attributes: { profile: { data: asAna }, events: { data: [placed, ordered] } },
              },
            ],
          },
        },
      },
    });
    await send(order([mug]));
    const [theirs, ours] = received();
    expect(ours).toEqual(theirs);
    expect(theirs?.path).toBe('/api/event-bulk-create-jobs');
    expect([sandbox.events.length, sandbox.duplicates]).toEqual([2, 2]);
  });

  it('for a profile', async () => {
    await profiles.createOrUpdateProfile({
      data: {
        type: 'profile',
        attributes: {
          ...asAna.attributes,
          phoneNumber: '+15005550006',
          firstName: 'Ana',
          lastName: 'Ruiz',
          title: 'Owner',
          organization: 'Kelpwood',
          image: 'https://shop.kelpwood.co/ana.png',
          location: {
            address1: '1 Kelp Rd',
            city: 'Boston',
            region: 'MA',
            zip: '02110',
            country: 'US',
          },
          properties: { plan: 'gold', sizes: ['M', 'L'] },
        },
      },
    });
    await send({
      ...common,
      type: 'identify',
      traits: {
        phone: '+15005550006',
        firstName: 'Ana',
        lastName: 'Ruiz',
        title: 'Owner',
        company: { name: 'Kelpwood' },
        avatar: 'https://shop.kelpwood.co/ana.png',
        address: {
          street: '1 Kelp Rd',
          city: 'Boston',
          state: 'MA',
          postalCode: '02110',
          country: 'US',
        },
        plan: 'gold',
        sizes: ['M', 'L'],
      },
    });
    const [theirs, ours] = received();
    expect(ours).toEqual(theirs);
    expect(sandbox.profiles).toHaveLength(1);
  });

  it('for a subscription, with and without a time of consent', async () => {
    const { body } = await lists.createList({
      data: { type: 'list', attributes: { name: 'News', optInProcess: 'single_opt_in' } },
    });
    const { id } = body.data;
    const list = { data: { type: 'list' as const, id } };
    const subscribed = (consent: object) => ({
      type: 'profile' as const,
      attributes: {
        email: 'ana@kelpwood.co',
        phoneNumber: '+15005550006',
        subscriptions: {
          email: { marketing: { consent: 'SUBSCRIBED' as const, ...consent } },
          sms: { marketing: { consent: 'SUBSCRIBED' as const, ...consent } },
        },
      },
    });
    const event: Event = {
      ...common,
      type: 'track',
      event: 'User Subscribed',
      properties: {
        channels: ['email', 'sms'],
        phone: '+15005550006',
        list_id: id,
        source: 'Footer',
      },
    };
    for (const consentedAt of [undefined, time]) {
      await profiles.bulkSubscribeProfiles({
        data: {
          type: 'profile-subscription-bulk-create-job',
          attributes: {
            customSource: 'Footer',
            historicalImport: consentedAt !== undefined,
            profiles: { data: [subscribed(consentedAt ? { consentedAt } : {})] },
          },
          relationships: { list },
        },
      });
      await send(event, { confirmOptin: consentedAt === undefined });
      const [theirs, ours] = received().slice(-2);
      expect(ours).toEqual(theirs);
      expect(theirs?.path).toBe('/api/profile-subscription-bulk-create-jobs');
    }
  });

  it('for an unsubscription and a suppression', async () => {
    const email = 'ana@kelpwood.co';
    await profiles.bulkUnsubscribeProfiles({
      data: {
        type: 'profile-subscription-bulk-delete-job',
        attributes: {
          profiles: {
            data: [
              {
                type: 'profile',
                attributes: {
                  email,
                  subscriptions: { email: { marketing: { consent: 'UNSUBSCRIBED' } } },
                },
              },
            ],
          },
        },
      },
    });
    await send({
      ...common,
      type: 'track',
      event: 'User Unsubscribed',
      properties: { channel: 'email' },
    });
    await profiles.bulkSuppressProfiles({
      data: {
        type: 'profile-suppression-bulk-create-job',
        attributes: { profiles: { data: [{ type: 'profile', attributes: { email } }] } },
      },
    });
    await send({ ...common, type: 'track', event: 'User Suppressed', properties: {} });
    const [theirs, ours, theirSuppression, ourSuppression] = received();
    expect(ours).toEqual(theirs);
    expect(ourSuppression).toEqual(theirSuppression);
  });
});
