import { ecommerce, type Event, type Profile } from '@millrace/core';
import { Big } from 'big.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { klaviyo } from '../klaviyo.ts';
import type { EventAttributes } from './klaviyo-event.ts';
import type { EventPayload } from './payload.ts';

const ana: Profile = { id: 1, identifiers: [{ type: 'email', id: 'ana@kelpwood.co' }] };
const destinations = {
  ecommerce: klaviyo({ apiKey: 'pk_test' }),
  bigcommerce: klaviyo({ apiKey: 'pk_test', properties: 'bigcommerce' }),
};
const schemas = ['ecommerce', 'bigcommerce'] as const;
/** The events that have metrics of their own in Klaviyo. */
const names = [
  'Product Viewed',
  'Product Added',
  'Checkout Started',
  'Order Completed',
  'Order Fulfilled',
  'Order Cancelled',
  'Order Refunded',
] as const;

const track = (event: string, properties: Record<string, unknown>): Event => ({
  type: 'track',
  event,
  messageId: 'm-1',
  timestamp: '2026-07-15T10:00:00.000Z',
  receivedAt: '2026-07-15T10:00:00.000Z',
  context: {},
  integrations: {},
  properties,
});

function eventsOf(event: Event, schema: (typeof schemas)[number]): readonly EventAttributes[] {
  const mapping = destinations[schema].map(event, ana);
  if (!('operations' in mapping)) throw new Error(JSON.stringify(mapping));
  return mapping.operations.map(
    ({ payload }) => JSON.parse((payload as EventPayload).event) as EventAttributes,
  );
}

const nothing = fc.constantFrom(undefined, null, '', 0);
const scalar = fc.oneof(
  nothing,
  fc.string(),
  fc.integer(),
  fc.double({ min: -1e12, max: 1e12, noNaN: true }),
  fc.boolean(),
  fc.constantFrom('0', '19.99', '-3', 'EUR', '__proto__'),
);
const anything = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.dictionary(fc.string(), scalar, { maxKeys: 3 }) },
);
const productKeys = [
  ...Object.keys(ecommerce['Product Added'].shape),
  'line_item_id',
  'discount',
  'categories',
  'cost',
  'options',
];
const record = (keys: readonly string[]) =>
  fc.dictionary(fc.oneof(fc.constantFrom(...keys), fc.string()), anything, { maxKeys: 12 });
const ours = ['status', 'coupons', 'item_count', 'billing_address', 'shipping_address', 'value'];
const properties = fc
  .tuple(
    record([...Object.keys(ecommerce['Order Refunded'].shape), ...productKeys, ...ours, 'cart_id']),
    fc.option(fc.array(fc.oneof(record(productKeys), scalar), { maxLength: 4 })),
    fc.oneof(fc.constantFrom('1', 1001), fc.string({ minLength: 1, maxLength: 9 })),
  )
  .map(([rest, products, id]): Record<string, unknown> =>
    Object.assign(rest, { products, order_id: id }),
  );

/** Some planned event, as the tracking plan lets it through. */
const planned = fc
  .record({ name: fc.constantFrom(...names), properties })
  .map(({ name, properties }) => {
    const kept = { ...properties };
    for (let parsed = ecommerce[name].safeParse(kept); ; parsed = ecommerce[name].safeParse(kept)) {
      if (parsed.success) return track(name, parsed.data);
      for (const { path } of parsed.error.issues) delete kept[String(path[0])];
    }
  });

describe.each(schemas)('every event, with the properties of %s', (schema) => {
  it('of the plan becomes events that say nothing that Klaviyo takes for nothing', () => {
    fc.assert(
      fc.property(planned, (event) => {
        for (const { properties } of eventsOf(event, schema)) {
          for (const value of Object.values(properties)) {
            expect([null, '', 0]).not.toContain(value);
          }
        }
      }),
    );
  });

  it('of another plan, which checks nothing, is mapped or refused, and never throws', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        record([...productKeys, 'products', 'order_id', ...ours]),
        (name, wild) => {
          expect(() => destinations[schema].map(track(name, wild), ana)).not.toThrow();
        },
      ),
    );
  });

  it('has the same keys each time it comes, and no key twice', () => {
    fc.assert(
      fc.property(planned, (event) => {
        const keys = () => {
          const mapping = destinations[schema].map(event, ana);
          return 'operations' in mapping ? mapping.operations.map(({ key }) => key) : [];
        };
        const first = keys();
        expect(first.length).toBeGreaterThan(0);
        expect(new Set(first).size).toBe(first.length);
        expect(keys()).toStrictEqual(first);
      }),
    );
  });
});

const cents = (max: number) => fc.integer({ min: 0, max }).map((amount) => amount / 100);
const sum = (amounts: readonly (number | undefined)[]) =>
  amounts.reduce<Big>((total, amount) => total.plus(amount ?? 0), new Big(0)).toNumber();

/** An order whose amounts belong together, as a shop has it. */
const shopOrder = fc
  .record({
    products: fc.array(
      fc.record({
        price: cents(100_000),
        quantity: fc.integer({ min: 1, max: 99 }),
        discount: cents(5_000),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    shipping: cents(10_000),
    tax: cents(10_000),
  })
  .map(({ products, shipping, tax }) => {
    const lines = products.map(({ price, quantity }) => new Big(price).times(quantity).toNumber());
    const discount = sum(products.map((product) => product.discount));
    const subtotal = sum([...lines, -discount]);
    const total = sum([subtotal, shipping, tax]);
    return { order_id: '1', products, shipping, tax, discount, subtotal, revenue: subtotal, total };
  });

describe('the values of an order', () => {
  const valuesOf = (order: Record<string, unknown>, schema: (typeof schemas)[number]) => {
    const [placed, ...products] = eventsOf(track('Order Completed', order), schema);
    return { placed: placed?.value, products: sum(products.map(({ value }) => value)) };
  };

  it('in the guide: its products, less discounts, with shipping and tax, are the order', () => {
    fc.assert(
      fc.property(shopOrder, (order) => {
        const { placed, products } = valuesOf(order, 'ecommerce');
        expect(placed).toBe(order.total);
        expect(sum([products, -order.discount, order.shipping, order.tax])).toBe(placed);
      }),
    );
  });

  it('in the BigCommerce integration: its products with shipping are the order', () => {
    fc.assert(
      fc.property(shopOrder, (order) => {
        const { placed, products } = valuesOf(order, 'bigcommerce');
        expect(products).toBe(order.subtotal);
        expect(sum([products, order.shipping])).toBe(placed);
      }),
    );
  });

  it('in the BigCommerce integration: is the same whichever of the amounts are known', () => {
    fc.assert(
      fc.property(shopOrder, ({ total, subtotal, revenue, ...order }) => {
        const { placed } = valuesOf({ ...order, subtotal }, 'bigcommerce');
        expect(valuesOf({ ...order, revenue }, 'bigcommerce').placed).toBe(placed);
        expect(valuesOf({ ...order, total }, 'bigcommerce').placed).toBe(placed);
        expect(valuesOf(order, 'bigcommerce').placed).toBe(placed);
      }),
    );
  });
});
