import { describe, expect, test } from 'vitest';
import { orderOf } from './envelope.ts';
import { MalformedWebhook, UnknownStore } from './refusal.ts';

const read = (scope: string, data: unknown, producer: unknown = 'stores/abc123') =>
  orderOf(Buffer.from(JSON.stringify({ scope, data, producer })), 'abc123');

describe('the order that a webhook is about', () => {
  test.each([
    ['store/order/created', { type: 'order', id: 9 }],
    ['store/order/statusUpdated', { type: 'order', id: 9 }],
    ['store/order/message/created', { type: 'order', id: 9, message: { order_message_id: 1 } }],
    ['store/order/refund/created', { type: 'order', id: 9, refund: { refund_id: 2 } }],
    ['store/order/transaction/created', { type: 'transaction', order_id: '9', id: 5 }],
    ['store/order/metafield/created', { metafield_id: 4, resource_id: '9' }],
    ['store/channel/3/order/updated', { order_id: 9 }],
    ['store/channel/3/order/refund/created', { order_id: 9 }],
  ])('is found in %s', (scope, data) => expect(read(scope, data)).toBe(9));

  test.each([
    'store/cart/converted',
    'store/channel/3/cart/updated',
    'store/product/inventory/order/updated',
    'store/orders/created',
    'store/shipment/created',
  ])('is not looked for in %s', (scope) => expect(read(scope, { id: 9 })).toBeUndefined());

  test.each([
    {},
    null,
    'x',
    { id: 0 },
    { id: -1 },
    { id: 1.5 },
    { id: 'x' },
    { id: {} },
    undefined,
  ])('must be named: %j names none', (data) =>
    expect(() => read('store/order/created', data)).toThrow(MalformedWebhook),
  );
});

test.each(['stores/other', 'abc123', 'stores/abc123/', ''])('%j is another store', (producer) =>
  expect(() => read('store/order/created', { id: 9 }, producer)).toThrow(UnknownStore),
);

test.each(['', '{', 'null', '[]', '{"scope":1,"producer":"stores/abc123"}', '\xff'])(
  '%j is no webhook',
  (text) => expect(() => orderOf(Buffer.from(text, 'latin1'), 'abc123')).toThrow(MalformedWebhook),
);
