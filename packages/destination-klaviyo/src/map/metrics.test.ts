import type { Event, Profile } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { klaviyo } from '../klaviyo.ts';
import type { KlaviyoSettings } from '../settings.ts';
import type { EventAttributes } from './klaviyo-event.ts';
import type { EventPayload } from './payload.ts';

const ana: Profile = { id: 1, identifiers: [{ type: 'email', id: 'ana@kelpwood.co' }] };
const common = {
  messageId: 'm-9',
  timestamp: '2026-07-15T10:00:00.900Z',
  receivedAt: '2026-07-15T10:00:01.000Z',
  context: {},
  integrations: {},
};
const track = (event: string, properties: Record<string, unknown>): Event => ({
  ...common,
  type: 'track',
  event,
  properties,
});
const page = (fields: object): Event => ({ ...common, type: 'page', properties: {}, ...fields });

type Settings = Partial<KlaviyoSettings>;

function allSent(event: Event, settings: Settings = {}): readonly EventAttributes[] {
  const mapping = klaviyo({ apiKey: 'pk_test', ...settings }).map(event, ana);
  if (!('operations' in mapping)) throw new Error(JSON.stringify(mapping));
  return mapping.operations.map(
    ({ payload }) => JSON.parse((payload as EventPayload).event) as EventAttributes,
  );
}

function sent(event: Event, settings: Settings = {}): EventAttributes {
  const [first] = allSent(event, settings);
  if (first === undefined) throw new Error('nothing was sent');
  return first;
}
const idOf = (event: Event, settings: Settings = {}) => sent(event, settings).unique_id;
const bigcommerce = { properties: 'bigcommerce' } as const;

describe('the id of a refund', () => {
  it.each([
    ['of an order that says no more', {}, '7'],
    ['that is the first', { refund_id: 'r-1', refund_number: 1 }, '7'],
    ['that is the first, in digits', { refund_id: 'r-1', refund_number: '1' }, '7'],
    ['that is the second', { refund_id: 'r-2', refund_number: 2 }, '7_r-2'],
    ['that is the second and has no id', { refund_number: 2 }, '7_2'],
    ['of which nobody says that it is the first', { refund_id: 3 }, '7_3'],
    ['whose id is empty', { refund_id: '' }, '7'],
  ])('%s', (_, properties, id) => {
    expect(idOf(track('Order Refunded', { order_id: '7', ...properties }))).toBe(id);
  });
});

describe('the id of what happens to an order', () => {
  it.each(['Order Completed', 'Order Fulfilled', 'Order Cancelled', 'Order Refunded'])(
    '%s is that of the order, and without one it is refused',
    (name) => {
      expect(idOf(track(name, { order_id: 7 }))).toBe('7');
      for (const properties of [{}, { order_id: '' }, { order_id: {} }]) {
        const refused = klaviyo({ apiKey: 'pk_test' }).map(track(name, properties), ana);
        expect(refused).toEqual({ reject: expect.stringContaining('order_id') as string });
      }
    },
  );

  it('is that of each shipment, when there are several', () => {
    const ids = ['a', 'b'].map((shipment_id) =>
      idOf(track('Order Fulfilled', { order_id: '7', shipment_id })),
    );
    expect(ids).toStrictEqual(['7_a', '7_b']);
  });
});

describe('the id of a checkout', () => {
  it.each([
    ['cart', { cart_id: 'c', checkout_id: 'k', order_id: 'o' }, 'c_1784109600'],
    ['checkout', { checkout_id: 'k', order_id: 'o' }, 'k_1784109600'],
    ['order', { order_id: 'o' }, 'o_1784109600'],
    ['message', {}, 'm-9'],
  ])('is that of its %s', (_, properties, id) => {
    expect(idOf(track('Checkout Started', properties))).toBe(id);
  });

  it('is another when somebody comes back to the cart', () => {
    const later = {
      ...track('Checkout Started', { cart_id: 'c' }),
      timestamp: '2026-07-15T10:00:01.000Z',
    };
    expect(idOf(later)).toBe('c_1784109601');
  });
});

describe('a visit', () => {
  const settings = { activeOnSite: true };
  const at = (time: string, fields: object = { anonymousId: 'a' }) =>
    idOf(page({ ...fields, timestamp: `2026-07-15T${time}.000Z` }), settings);

  it('is what one visitor sees in one half-hour', () => {
    expect(at('10:29:59')).toBe(at('10:00:00'));
    expect(at('10:30:00')).not.toBe(at('10:29:59'));
    expect(at('10:00:00', { anonymousId: 'b' })).not.toBe(at('10:00:00'));
    expect(at('10:00:00', { anonymousId: 'a', userId: '7' })).toBe(at('10:00:00'));
    expect(at('10:00:00', { userId: '7' })).not.toBe(at('10:00:00', { userId: '8' }));
  });

  it('is a session, however long, where the page has one', () => {
    const visit = (sessionId: unknown, time: string) => at(time, { context: { sessionId } });
    expect(visit('s-1', '11:30:00')).toBe(visit('s-1', '10:00:00'));
    expect(visit('s-2', '10:00:00')).not.toBe(visit('s-1', '10:00:00'));
  });

  it('is told of only if asked for', () => {
    const event = page({ anonymousId: 'a' });
    expect(klaviyo({ apiKey: 'pk_test' }).accepts?.(event)).toBe(false);
    expect(klaviyo({ apiKey: 'pk_test', ...settings }).accepts?.(event)).toBe(true);
  });
});

describe('what an order is worth to the BigCommerce integration', () => {
  const line = { price: 10, quantity: 3, discount: 0.1 };
  it.each([
    ['sub-total and shipping', { subtotal: 0.1, revenue: 9, shipping: 0.2, tax: 5 }, 0.3],
    ['revenue and shipping', { revenue: 0.1, shipping: 0.2, discount: 3 }, 0.3],
    ['a sub-total alone', { subtotal: 5, shipping: null }, 5],
    ['the total less the tax', { total: 0.3, tax: 0.1, shipping: 9 }, 0.2],
    [
      'its lines and shipping, less the discount',
      { products: [line], shipping: 2, discount: 5 },
      27,
    ],
    ['its lines, less their discounts', { products: [line, { price: 1 }] }, 30.9],
    ['nothing known', {}, undefined],
  ])('%s', (_, properties, value) => {
    expect(
      sent(track('Order Completed', { order_id: '1', ...properties }), bigcommerce).value,
    ).toBe(value);
  });

  it('and a checkout that says only its value, less the tax', () => {
    const checkout = track('Checkout Started', { value: 12, tax: 2 });
    expect(sent(checkout, bigcommerce).value).toBe(10);
    expect(sent(checkout).value).toBe(12);
  });

  it('and a refund: what was paid back', () => {
    const refund = track('Order Refunded', { order_id: '1', total: 12, tax: 2, revenue: 9 });
    expect(sent(refund, bigcommerce).value).toBe(12);
  });
});

describe('what a cart is worth', () => {
  it.each([
    ['what it says', { value: 9, price: 1, products: [{ price: 2 }] }, 9],
    ['its lines', { price: 1, products: [{ price: 0.1, quantity: 3 }] }, 0.3],
    ['what was added', { price: 0.1, quantity: 3 }, 0.3],
    ['nothing known', { sku: 'A' }, undefined],
  ])('%s', (_, properties, value) => {
    expect(sent(track('Product Added', properties)).value).toBe(value);
  });

  it('without its lines is not said to hold only what was added', () => {
    const { properties } = sent(track('Product Added', { name: 'Mug', price: 1 }));
    expect(properties).not.toHaveProperty('Items');
    expect(properties).not.toHaveProperty('ItemNames');
  });

  it('at checkout: what it says, its total, its parts, its lines', () => {
    const worth = (properties: Record<string, unknown>) =>
      sent(track('Checkout Started', properties)).value;
    expect(worth({ value: 4, total: 3, revenue: 2 })).toBe(4);
    expect(worth({ total: 3, revenue: 2 })).toBe(3);
    expect(worth({ revenue: 0.1, shipping: 0.2 })).toBe(0.3);
    expect(worth({ products: [{ price: 2 }] })).toBe(2);
  });
});

describe('the properties of the BigCommerce integration', () => {
  const said = (properties: Record<string, unknown>) =>
    sent(track('Order Completed', { order_id: '1', ...properties }), bigcommerce).properties;

  it.each([
    [{}, false],
    [{ discount: 0, coupon: 'FREESHIP' }, false],
    [{ coupon: 'FREESHIP' }, true],
    [{ discount: '0.01' }, true],
    [{ discount: 0, products: [{}, { discount: 1 }] }, true],
  ])('%j is Discounted: %s', (properties, discounted) => {
    expect(said(properties)['Discounted']).toBe(discounted);
  });

  it('count the pieces as the order does, else its lines', () => {
    const products = [{ quantity: 2 }, {}];
    expect(said({ products })['Item Count']).toBe(3);
    expect(said({ products, item_count: 5 })['Item Count']).toBe(5);
    expect(said({})).not.toHaveProperty('Item Count');
  });

  it('name all coupons', () => {
    expect(said({ coupon: 'A', coupons: ['A', 'B', '', null] })['Coupons']).toStrictEqual([
      'A',
      'B',
    ]);
    expect(said({ coupons: [] })).not.toHaveProperty('Coupons');
  });

  it('name the options of a line', () => {
    const optionOf = (product: object) => {
      const order = track('Order Completed', { order_id: '1', products: [product] });
      return allSent(order, bigcommerce)[1]?.properties['Option'];
    };
    const options = [
      { name: 'Size', value: 'S' },
      null,
      { name: 'Gift', value: true },
      { name: 1 },
    ];
    expect(optionOf({ variant: 'S', options })).toStrictEqual(['Size: S', 'Gift: true']);
    expect(optionOf({ variant: 'S', options: [] })).toBe('S');
  });
});
