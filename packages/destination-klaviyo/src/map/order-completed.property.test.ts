import type { Profile, TrackEvent } from '@millrace/core';
import { Big } from 'big.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { klaviyo } from '../klaviyo.ts';
import type { EventAttributes } from './klaviyo-event.ts';
import type { EventPayload } from './payload.ts';

const ana: Profile = { id: 1, identifiers: [{ type: 'email', id: 'ana@kelpwood.co' }] };

const money = fc.integer({ min: 0, max: 10_000_000 }).map((cents) => cents / 100);
const few = fc.constantFrom('A', 'A_2', 'A_2_2', 'B', '1', '2');
const line = fc.record(
  {
    line_item_id: few,
    product_id: few,
    sku: few,
    variant: few,
    name: fc.string(),
    price: fc.oneof(money, money.map(String)),
    quantity: fc.integer({ min: 0, max: 500 }),
    category: fc.string(),
    gift: fc.boolean(),
  },
  { requiredKeys: [] },
);
const order = fc.record(
  {
    order_id: fc.string({ minLength: 1, maxLength: 20 }),
    products: fc.array(line, { maxLength: 8 }),
    total: money,
    revenue: money,
    note: fc.oneof(fc.string(), fc.constant(null), fc.array(fc.dictionary(fc.string(), fc.nat()))),
  },
  { requiredKeys: ['order_id', 'products'] },
);

function eventOf(properties: TrackEvent['properties']): TrackEvent {
  return {
    type: 'track',
    event: 'Order Completed',
    messageId: 'm-1',
    userId: '7',
    timestamp: '2026-07-15T10:00:00.000Z',
    receivedAt: '2026-07-15T10:00:00.000Z',
    context: {},
    integrations: {},
    properties,
  };
}

const destination = klaviyo({ apiKey: 'pk_test' });

function eventsOf(properties: TrackEvent['properties']) {
  const mapping = destination.map(eventOf(properties), ana);
  if (!('operations' in mapping)) throw new Error(JSON.stringify(mapping));
  const [placed, ...ordered] = mapping.operations.map(
    ({ payload }) => JSON.parse((payload as EventPayload).event) as EventAttributes,
  );
  if (placed === undefined) throw new Error('no Placed Order');
  return { placed, ordered, keys: mapping.operations.map(({ key }) => key) };
}

const sum = (amounts: readonly unknown[]) =>
  amounts.reduce<Big>(
    (total, amount) => total.plus((amount as number | undefined) ?? 0),
    new Big(0),
  );

describe('every order', () => {
  it('is worth in its products what is worth in its rows, to the cent', () => {
    fc.assert(
      fc.property(order, (properties) => {
        const { placed, ordered } = eventsOf(properties);
        const rows = (placed.properties['Items'] ?? []) as { RowTotal?: number }[];
        const products = sum(ordered.map(({ value }) => value));
        const lines = properties.products.map(({ price, quantity }) =>
          price === undefined ? 0 : new Big(price).times(quantity ?? 1).toNumber(),
        );
        expect(products.toFixed(2)).toBe(sum(rows.map(({ RowTotal }) => RowTotal)).toFixed(2));
        expect(products.toFixed(2)).toBe(sum(lines).toFixed(2));
      }),
    );
  });

  it('has one id for each line, and the same when it comes again with more to say', () => {
    fc.assert(
      fc.property(order, (properties) => {
        const { ordered, keys } = eventsOf(properties);
        expect(ordered).toHaveLength(properties.products.length);
        expect(new Set(keys).size).toBe(keys.length);
        const again = {
          ...properties,
          status: 'Shipped',
          products: properties.products.map((product) => ({ ...product, coupon: 'LATER' })),
        };
        expect(eventsOf(again).keys).toStrictEqual(keys);
      }),
    );
  });

  it('says nothing that JSON would lose, and no null of its own', () => {
    fc.assert(
      fc.property(order, (properties) => {
        const { placed, ordered } = eventsOf(properties);
        for (const event of [placed, ...ordered]) {
          expect(JSON.parse(JSON.stringify(event))).toEqual(event);
          expect(Object.values(event.properties)).not.toContain(null);
        }
      }),
    );
  });
});
