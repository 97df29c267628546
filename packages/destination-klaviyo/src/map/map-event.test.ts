import type { Event, Mapping, Profile } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { klaviyo } from '../klaviyo.ts';
import { examples } from './examples/index.ts';
import type { EventPayload } from './payload.ts';

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

const map = (event: Event, profile: Profile, settings: object = {}) =>
  klaviyo({ apiKey: 'pk_test', ...settings }).map(event, profile);

/** With events as objects, as a person reads them, and without the bytes that they are. */
function readable(mapping: Mapping): Mapping {
  if (!('operations' in mapping)) return mapping;
  const operations = mapping.operations.map(({ lane, key, payload }) => {
    const { event, profile } = payload as Partial<EventPayload>;
    const read = event === undefined ? payload : { profile, event: JSON.parse(event) as object };
    return { lane, key, payload: read };
  });
  return { operations };
}

describe('examples', () => {
  it.each(examples)('$title', ({ in: event, profile, settings, out }) => {
    expect(readable(map(event, profile, settings))).toStrictEqual(out);
  });

  it.each(examples)('pure: $title', ({ in: event, profile, settings }) => {
    const frozen = deepFreeze(structuredClone({ event, profile }));
    const first = map(frozen.event, frozen.profile, settings);
    expect(map(frozen.event, frozen.profile, settings)).toStrictEqual(first);
    expect(frozen.event).toStrictEqual(event);
  });
});

const base = {
  messageId: 'm-9',
  userId: '991',
  timestamp: '2026-07-15T10:00:00.000Z',
  receivedAt: '2026-07-15T10:00:01.000Z',
  context: {},
  integrations: {},
};
const ana: Profile = {
  id: 1,
  identifiers: [
    { type: 'user_id', id: '991' },
    { type: 'email', id: 'ana@kelpwood.co' },
  ],
};

function order(properties: object): Event {
  return { ...base, type: 'track', event: 'Order Completed', properties: { ...properties } };
}

interface Sent {
  readonly unique_id: string;
  readonly value?: number;
  readonly value_currency?: string;
  readonly metric: { readonly data: { readonly attributes: { readonly name: string } } };
  readonly properties: Record<string, unknown>;
}

function sent(event: Event, settings: object = {}): readonly Sent[] {
  const mapping = map(event, ana, settings);
  if (!('operations' in mapping)) throw new Error(JSON.stringify(mapping));
  return mapping.operations.map(
    ({ payload }) => JSON.parse((payload as { event: string }).event) as Sent,
  );
}

describe('what an event is worth', () => {
  it.each([
    ['its total', { total: 0, revenue: 5 }, 0],
    ['revenue, shipping and tax', { revenue: 0.1, shipping: 0.2, tax: 0.3 }, 0.6],
    ['revenue alone', { revenue: 7.5, tax: null }, 7.5],
    ['the sum of its lines', { products: [{ price: 0.1, quantity: 3 }, { price: 0.2 }] }, 0.5],
    ['nothing known', { products: [{ sku: 'A' }] }, undefined],
  ])('an order: %s', (_, properties, value) => {
    expect(sent(order({ order_id: '1', ...properties }))[0]?.value).toBe(value);
  });

  it.each([
    ['revenue before total', { revenue: 0, total: 2 }, 0],
    ['total before value', { total: '2.50', value: 1 }, 2.5],
    ['value', { value: 1 }, 1],
    ['the first that is an amount', { revenue: 'n/a', total: Number.NaN, value: '3' }, 3],
    ['an amount no number can hold', { revenue: '9'.repeat(400) }, undefined],
    ['none', { price: 9 }, undefined],
  ])('another event: %s', (_, properties, value) => {
    const event: Event = { ...base, type: 'track', event: 'Pledged', properties };
    expect(sent(event)[0]?.value).toBe(value);
  });

  it('sends no currency that is none, and none without a value', () => {
    const event = (properties: Record<string, unknown>): Event => ({
      ...base,
      type: 'track',
      event: 'Pledged',
      properties,
    });
    expect(sent(event({ value: 1, currency: 'euros' }))[0]).not.toHaveProperty('value_currency');
    expect(sent(event({ currency: 'EUR' }))[0]).not.toHaveProperty('value_currency');
  });
});

describe('an order', () => {
  it('goes under the metric of the settings', () => {
    const [placed] = sent(order({ order_id: '1' }), { orderMetric: 'Order Completed' });
    expect(placed?.metric.data.attributes.name).toBe('Order Completed');
  });

  it('keeps two lines of one product apart, also from a third that has the made-up key', () => {
    const products = [
      { sku: 'A' },
      { sku: 'A' },
      { sku: 'A_2' },
      { product_id: 'B', sku: 'A' },
      {},
      { line_item_id: 7, sku: 'A' },
    ];
    const ids = sent(order({ order_id: '1', products })).map((event) => event.unique_id);
    expect(ids).toStrictEqual(['1', '1_A', '1_A_2', '1_A_2_2', '1_B', '1_5', '1_7']);
  });

  it('without an order_id is refused: it has no idempotency key', () => {
    expect(map(order({ total: 1 }), ana)).toHaveProperty('reject');
  });

  it('whose products are no list is an order without lines', () => {
    expect(sent(order({ order_id: '1', products: 'none', total: 3 }))).toHaveLength(1);
    expect(sent(order({ order_id: '1', products: [null, 'x', { sku: 'A' }] }))).toHaveLength(2);
  });

  it('cannot be given a prototype by an extra property', () => {
    const properties = JSON.parse('{"order_id":"1","__proto__":{"OrderId":"2"}}') as object;
    const event = order({ order_id: '1' });
    const [placed] = sent({ ...event, properties } as Event);
    expect(Object.getPrototypeOf(placed?.properties)).toBe(Object.prototype);
  });
});

describe('what is not taken', () => {
  const destination = klaviyo({ apiKey: 'pk_test' });
  it.each([
    { ...base, type: 'page', properties: {} },
    { ...base, type: 'screen', properties: {} },
    { ...base, type: 'group', groupId: 'g', traits: {} },
    { ...base, type: 'alias', previousId: 'a-1' },
  ] satisfies Event[])('$type', (event) => {
    expect(destination.accepts?.(event)).toBe(false);
    expect(destination.map(event, ana)).toHaveProperty('drop');
  });

  it('a metric named like a member of every object is only a name', () => {
    const event: Event = { ...base, type: 'track', event: 'constructor', properties: {} };
    expect(sent(event)[0]?.metric.data.attributes.name).toBe('constructor');
  });
});
