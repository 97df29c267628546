import { describe, expect, test } from 'vitest';
import { readNotice } from './envelope.ts';
import { MalformedWebhook, UnknownStore } from './refusal.ts';

const cart = '09346904-4175-44fd-be53-f7e598531b6c';
const read = (scope: string, data: unknown, producer: unknown = 'stores/abc123') =>
  readNotice(Buffer.from(JSON.stringify({ scope, data, producer })), 'abc123');

describe('what a webhook is about', () => {
  test.each([
    ['store/order/created', { type: 'order', id: 9 }],
    ['store/order/statusUpdated', { type: 'order', id: 9 }],
    ['store/order/message/created', { type: 'order', id: 9, message: { order_message_id: 1 } }],
    ['store/order/refund/created', { type: 'order', id: 9, refund: { refund_id: 2 } }],
    ['store/order/transaction/created', { type: 'transaction', order_id: '9', id: 5 }],
    ['store/order/metafield/created', { metafield_id: 4, resource_id: '9' }],
    ['store/channel/3/order/updated', { order_id: 9 }],
    ['store/channel/3/order/refund/created', { order_id: 9 }],
    ['store/shipment/created', { type: 'shipment', id: 3, orderId: 9 }],
  ])('is an order in %s', (scope, data) =>
    expect(read(scope, data)).toEqual({ subjects: [{ kind: 'order', id: '9' }] }),
  );

  test.each([
    ['store/cart/updated', { type: 'cart', id: cart }],
    ['store/cart/abandoned', { type: 'cart', id: cart, token: 'x' }],
    ['store/cart/couponApplied', { type: 'cart', id: cart, couponId: 1 }],
    ['store/cart/lineItem/created', { type: 'cart_line_item', id: 'line', cartId: cart }],
    ['store/cart/metafield/created', { metafield_id: 1, resource_id: cart }],
    ['store/channel/3/cart/updated', { cart_id: cart }],
    ['store/channel/3/cart/lineItems/created', { cart_id: cart, cart_item_id: 'line' }],
  ])('is a cart in %s', (scope, data) =>
    expect(read(scope, data)).toEqual({ subjects: [{ kind: 'cart', id: cart }] }),
  );

  test.each([
    ['store/customer/updated', { type: 'customer', id: 7 }],
    ['store/customer/address/created', { type: 'customer', id: 3, address: { customer_id: 7 } }],
    ['store/customer/channel/login/access/updated', { customer_id: 7, channel_ids: [1] }],
    ['store/customer/metafield/created', { metafield_id: 1, resource_id: '7' }],
  ])('is a customer in %s', (scope, data) =>
    expect(read(scope, data)).toEqual({ subjects: [{ kind: 'customer', id: '7' }] }),
  );

  test('is a subscriber', () =>
    expect(read('store/subscriber/deleted', { type: 'subscriber', id: 4 })).toEqual({
      subjects: [{ kind: 'subscriber', id: '4' }],
    }));

  test('is the cart and the order that it became', () =>
    expect(read('store/cart/converted', { type: 'cart', id: cart, orderId: 9 })).toEqual({
      subjects: [
        { kind: 'cart', id: cart },
        { kind: 'order', id: '9' },
      ],
    }));

  test.each([
    ['store/product/updated', { type: 'product', id: 5 }, { product: '5' }],
    ['store/product/deleted', { type: 'product', id: 5 }, { product: '5' }],
    ['store/sku/updated', { type: 'sku', id: 8, sku: { product_id: 5 } }, { product: '5' }],
    ['store/category/updated', { type: 'category', id: 5 }, 'categories'],
    ['store/information/updated', { type: 'store' }, 'store'],
    ['store/channel/updated', { type: 'channel', id: 1 }, 'store'],
  ])('makes what is remembered stale: %s', (scope, data, stale) =>
    expect(read(scope, data)).toEqual({ subjects: [], stale }),
  );

  test.each([
    'store/product/inventory/order/updated',
    'store/product/inventory/updated',
    'store/orders/created',
    'store/app/uninstalled',
    'store/something/new',
  ])('is nothing in %s', (scope) => expect(read(scope, { id: 9 })).toEqual({ subjects: [] }));

  test.each([
    ['order', {}],
    ['order', null],
    ['order', 'x'],
    ['order', { id: 0 }],
    ['order', { id: -1 }],
    ['order', { id: 1.5 }],
    ['order', { id: 'x' }],
    ['order', { id: {} }],
    ['order', undefined],
    ['cart', { id: '../../orders' }],
    ['shipment', { id: 9 }],
    ['customer', { id: 'x' }],
  ])('may not be named: as %s, %j names none', (family, data) =>
    expect(read(`store/${family}/created`, data)).toEqual({
      subjects: [],
      unnamed: family === 'shipment' ? 'order' : family,
    }),
  );
});

test('what BigCommerce could not deliver', () => {
  const data = { type: 'webhook', id: 5, error_code: 90_002, message: 'gone' };
  expect(read('store/hook/deliveryException', data)).toEqual({
    subjects: [],
    exception: { id: 5, error_code: 90_002, message: 'gone' },
  });
});

test.each(['stores/other', 'abc123', 'stores/abc123/', ''])('%j is another store', (producer) =>
  expect(() => read('store/order/created', { id: 9 }, producer)).toThrow(UnknownStore),
);

test.each(['', '{', 'null', '[]', '{"scope":1,"producer":"stores/abc123"}', '\xff'])(
  '%j is no webhook',
  (text) =>
    expect(() => readNotice(Buffer.from(text, 'latin1'), 'abc123')).toThrow(MalformedWebhook),
);
