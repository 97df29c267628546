import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DrivenStore, drivenStore, type Reply } from './__fixtures__/driven-store.ts';
import type { Refund } from './index.ts';

let shop: DrivenStore;
let productId: number;

beforeEach(async () => {
  shop = await drivenStore();
  productId = shop.store.addProduct({ name: 'Soap', price: '10' }).id;
  await shop.hook('store/order/*');
  await shop.hook('store/channel/1/order/refund/created');
});
afterEach(() => shop.close());

const place = (statusId = 0) =>
  shop.store.placeOrder({
    lines: [
      { productId, quantity: 3 },
      { productId, quantity: 1, price: '5' },
    ],
    statusId,
    shipping: '5',
    storeCredit: '4',
  }).id;
const now = (id: number) => shop.store.order(id).order;

async function list(path: string): Promise<readonly unknown[]> {
  const { body } = (await shop.call(path)) as Reply<{ data: unknown[] }>;
  return body.data;
}

describe('a payment', () => {
  it('leaves a transaction behind, of what credit does not pay, and says so', async () => {
    const id = place();
    expect((await shop.call(`/v3/orders/${id}/transactions`)).status).toBe(204);
    await shop.quiet();
    shop.received.length = 0;
    const { id: transactionId } = shop.store.payOrder(id);
    expect(now(id)).toMatchObject({ status_id: 11, payment_status: 'captured' });
    expect(await list(`/v3/orders/${id}/transactions`)).toMatchObject([
      {
        id: transactionId,
        order_id: String(id),
        event: 'purchase',
        amount: 36,
        currency: 'USD',
        status: 'ok',
        test: false,
      },
    ]);
    await shop.quiet();
    const told = shop.received.find(({ scope }) => scope === 'store/order/transaction/created');
    expect(told?.data).toEqual({
      type: 'transaction',
      order_id: String(id),
      transaction_id: String(transactionId),
      transaction_status: 'complete',
      transaction_type: 'purchase',
      result: { code: 'purchased', message: 'Purchased', type: 'success' },
      platform_transaction_id: String(transactionId),
      provider_transaction_id: `sandbox-${transactionId}`,
    });
  });

  it.each([
    ['authorized', 11, 'authorized', { event: 'authorization', status: 'ok' }],
    ['held', 12, 'held for review', { event: 'authorization', fraud_review: true }],
    ['pending', 7, 'pending', { event: 'pending' }],
    ['declined', 0, 'declined', { event: 'purchase', status: 'error' }],
  ] as const)('can be %s', (outcome, status_id, payment_status, transaction) => {
    const id = place();
    expect(shop.store.payOrder(id, { outcome })).toMatchObject(transaction);
    expect(now(id)).toMatchObject({ status_id, payment_status });
  });

  it('that was authorized is captured, or voided', () => {
    const [captured, voided] = [place(), place()];
    for (const id of [captured, voided]) shop.store.payOrder(id, { outcome: 'authorized' });
    const [first] = shop.store.order(captured).transactions;
    expect(shop.store.capturePayment(captured)).toMatchObject({
      event: 'capture',
      reference_transaction_id: first?.id,
    });
    expect(now(captured)).toMatchObject({ status_id: 11, payment_status: 'captured' });
    expect(shop.store.voidPayment(voided)).toMatchObject({ event: 'void' });
    expect(now(voided)).toMatchObject({ status_id: 5, payment_status: 'void' });
    expect(() => shop.store.capturePayment(place())).toThrow('no authorized payment');
  });

  it('can be a test, and so is what is paid back of it', () => {
    const id = place();
    shop.store.payOrder(id, { test: true });
    shop.store.refundOrder(id);
    expect(shop.store.order(id).transactions).toMatchObject([
      { event: 'purchase', test: true },
      { event: 'refund', test: true, amount: 40 },
    ]);
  });
});

describe('a refund', () => {
  const lineId = (id: number, index: number) => shop.store.order(id).products[index]?.id ?? 0;

  it('can be of lines, of shipping and of the order as such, in one', () => {
    const id = place(11);
    const refund = shop.store.refundOrder(id, {
      items: [{ orderProductId: lineId(id, 0), quantity: 2 }],
      shipping: '2.50',
      amount: '1.25',
      reason: 'Late',
    });
    expect(refund).toMatchObject({
      total_amount: 23.75,
      reason: 'Late',
      items: [
        { item_type: 'PRODUCT', item_id: lineId(id, 0), quantity: 2, requested_amount: null },
        { item_type: 'SHIPPING', requested_amount: 2.5 },
        { item_type: 'ORDER', item_id: id, requested_amount: 1.25 },
      ],
      payments: [{ amount: 23.75, is_declined: false }],
    });
    expect(now(id)).toMatchObject({ status_id: 14, refunded_amount: '0.0000' });
    expect(shop.store.order(id).products[0]).toMatchObject({ quantity_refunded: 2 });
  });

  it('in several parts ends with the order refunded', () => {
    const id = place(11);
    shop.store.refundOrder(id, { amount: '39.99' });
    expect(now(id).status_id).toBe(14);
    shop.store.refundOrder(id);
    expect(shop.store.order(id).refunds.at(-1)?.total_amount).toBe(0.01);
    expect(now(id)).toMatchObject({ status_id: 4, refunded_amount: '0.0000' });
  });

  it('that is declined pays nothing back, and is told of all the same', async () => {
    const id = place(11);
    await shop.quiet();
    shop.received.length = 0;
    const refund = shop.store.refundOrder(id, { declined: true });
    expect(refund.payments).toMatchObject([{ amount: 40, is_declined: true }]);
    expect(now(id).status_id).toBe(11);
    expect(shop.store.order(id).products[0]).toMatchObject({ quantity_refunded: 0 });
    await shop.quiet();
    const scopes = shop.received.map(({ scope }) => scope);
    expect(scopes.toSorted()).toEqual([
      'store/channel/1/order/refund/created',
      'store/order/refund/created',
      'store/order/updated',
    ]);
    const byChannel = shop.received.find(({ scope }) => scope.includes('channel'));
    expect(byChannel?.data).toEqual({ order_id: id });
    // What was declined is still open.
    expect(shop.store.refundOrder(id).total_amount).toBe(40);
  });

  it('can be declined in part', () => {
    const id = place(11);
    const payments = [
      { amount: '30', declined: true },
      { amount: '10', providerId: 'sandboxpay' },
    ];
    const refund = shop.store.refundOrder(id, { payments });
    expect(refund.payments).toMatchObject([
      { is_declined: true, offline: true },
      { is_declined: false, provider_id: 'sandboxpay', offline: false },
    ]);
    expect(shop.store.refundOrder(id).total_amount).toBe(30);
    expect(() => shop.store.refundOrder(place(11), { payments })).not.toThrow();
    expect(() => shop.store.refundOrder(place(11), { amount: '5', payments })).toThrow('add up');
  });

  it('can leave the status as it is, and a status can be set without a refund', async () => {
    const id = place(10);
    shop.store.refundOrder(id, { amount: '5', keepStatus: true });
    expect(now(id).status_id).toBe(10);
    const byHand = place(11);
    shop.store.setStatus(byHand, 4);
    expect(await list(`/v3/orders/${byHand}/payment_actions/refunds`)).toEqual([]);
  });
});

describe('GET /v3/orders/payment_actions/refunds', () => {
  const found = async (query: string) =>
    ((await list(`/v3/orders/payment_actions/refunds?${query}`)) as Refund[]).map(({ id }) => id);
  let orders: number[];

  beforeEach(async () => {
    orders = [place(11), place(11), place(11)];
    for (const id of orders) {
      shop.store.refundOrder(id, { amount: '1' });
      await shop.pass(60_000);
    }
  });

  it('finds by order, by id and by time, both ends included', async () => {
    expect(await found('')).toEqual([1, 2, 3]);
    expect(await found(`order_id:in=${orders[2]},${orders[0]},999`)).toEqual([1, 3]);
    expect(await found('id:in=2,3')).toEqual([2, 3]);
    const at = (minute: number) => encodeURIComponent(`2026-01-15T12:0${minute}:00+00:00`);
    expect(await found(`created:min=${at(1)}`)).toEqual([2, 3]);
    expect(await found(`created:max=${at(1)}`)).toEqual([1, 2]);
    expect(await found(`created:min=${at(1)}&created:max=${at(1)}`)).toEqual([2]);
    expect(await found('created:min=2026-01-15T13%3A01%3A00%2B01:00')).toEqual([2, 3]);
  });

  it('has pages that nothing counts, and single refunds', async () => {
    expect(await found('limit=2')).toEqual([1, 2]);
    expect(await found('limit=2&page=2')).toEqual([3]);
    expect(await found('limit=2&page=3')).toEqual([]);
    const path = '/v3/orders/payment_actions/refunds';
    expect((await shop.call(path)).body).toMatchObject({ meta: {} });
    expect((await shop.call(`${path}/2`)).body).toMatchObject({
      data: { id: 2, order_id: orders[1] },
    });
    expect((await shop.call(`${path}/9`)).status).toBe(404);
  });

  it.each(['created:min=2026-01-15T12:00:00+00:00', 'created:min=2026-01-15', 'id:in=a', 'id:in='])(
    'does not take %s',
    async (query) => {
      const { status } = await shop.call(`/v3/orders/payment_actions/refunds?${query}`);
      expect(status).toBe(400);
    },
  );
});
