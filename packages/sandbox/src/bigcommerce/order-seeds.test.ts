import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DrivenStore, drivenStore, type Reply } from './__fixtures__/driven-store.ts';
import type { Order, OrderPlacement } from './index.ts';

const DAY = 24 * 60 * 60_000;
let shop: DrivenStore;
let productId: number;

beforeEach(async () => {
  shop = await drivenStore();
  productId = shop.store.addProduct({ name: 'Soap', price: '10' }).id;
});
afterEach(() => shop.close());

const ids = async (query: string) => {
  const { status, body } = (await shop.call(`/v2/orders?${query}`)) as Reply<Order[]>;
  return status === 204 ? [] : body.map(({ id }) => id);
};

describe('an order of the past', () => {
  it('has the dates it is given, and was last modified by the latest of them', async () => {
    const created = Date.UTC(2025, 5, 1);
    const { id } = shop.store.placeOrder({
      lines: [{ productId, quantity: 1 }],
      statusId: 4,
      dateCreated: created,
      dateShipped: created + DAY,
      refunds: [
        { amount: '4', created: created + 2 * DAY, reason: 'Broken' },
        { amount: '6', created: created + 3 * DAY, declined: true },
      ],
    });
    expect((await shop.call(`/v2/orders/${id}`)).body).toMatchObject({
      status_id: 4,
      date_created: 'Sun, 01 Jun 2025 00:00:00 +0000',
      date_shipped: 'Mon, 02 Jun 2025 00:00:00 +0000',
      date_modified: 'Wed, 04 Jun 2025 00:00:00 +0000',
    });
    const path = `/v3/orders/payment_actions/refunds?order_id:in=${id}`;
    expect((await shop.call(path)).body).toMatchObject({
      data: [
        { total_amount: 4, created: '2025-06-03T00:00:00+00:00', reason: 'Broken' },
        { total_amount: 6, payments: [{ is_declined: true }] },
      ],
    });
  });
});

describe('seeded orders', () => {
  const make = (n: number): OrderPlacement => ({
    lines: [{ productId, quantity: 1 + (n % 3), price: '10' }],
    email: `shopper${n}@example.com`,
    statusId: n % 10 === 0 ? 10 : 11,
    dateCreated: Date.UTC(2025, 0, 1) + n * 60_000,
    ...(n % 7 === 0 && { refunds: [{ amount: '1', created: Date.UTC(2025, 6, 1) + n }] }),
  });

  it('are in every list, as if they had been placed', async () => {
    const { firstId, lastId } = shop.store.seedOrders(700, make);
    expect([firstId, lastId]).toEqual([100, 799]);
    expect(await ids('min_id=750&limit=250')).toHaveLength(50);
    expect(await ids('sort=date_modified:desc&limit=2')).toEqual([793, 786]);
    expect(await ids('email=shopper3@example.com')).toEqual([103]);
    expect(await ids('status_id=10&limit=3')).toEqual([100, 110, 120]);
    expect((await shop.call('/v2/orders/count')).body).toMatchObject({ count: 700 });
    const refunds = '/v3/orders/payment_actions/refunds?limit=250';
    const { body } = (await shop.call(refunds)) as Reply<{ data: object[] }>;
    expect(body.data).toHaveLength(100);
    expect((await shop.call(`/v3/orders/107/payment_actions/refunds`)).body).toMatchObject({
      data: [{ id: 2, order_id: 107 }],
    });
    expect(shop.store.orders).toHaveLength(700);
  });

  it('are the same each time they are looked at, and keep what happens to them', async () => {
    shop.store.seedOrders(800, make);
    const first = (await shop.call('/v2/orders/150/products')).body;
    for (let id = 200; id < 850; id += 1) shop.store.order(id);
    expect((await shop.call('/v2/orders/150/products')).body).toEqual(first);
    shop.store.setStatus(150, 5);
    shop.store.editOrder(150, { add: [{ name: 'Card', price: '1', quantity: 1 }] });
    for (let id = 200; id < 850; id += 1) shop.store.order(id);
    expect(shop.store.order(150)).toMatchObject({ order: { status_id: 5 }, products: [{}, {}] });
    expect(await ids('status_id=5')).toEqual([150]);
    const next = shop.store.placeOrder({ lines: [{ productId, quantity: 1 }] });
    expect(next.id).toBe(900);
  });

  it('send no webhooks, and complain at once when they cannot be made', async () => {
    await shop.hook('store/order/*');
    shop.store.seedOrders(5, make);
    await shop.quiet();
    expect(shop.received).toEqual([]);
    expect(() =>
      shop.store.seedOrders(1, () => ({ lines: [{ productId: 1, quantity: 1 }] })),
    ).toThrow('no product 1');
  });
});

describe('an API that is late', () => {
  const place = () => shop.place();

  it('does not know an order that was just placed', async () => {
    shop.store.lag({ readMs: 3_000 });
    const id = place();
    for (const path of [
      `/v2/orders/${id}`,
      `/v2/orders/${id}/products`,
      `/v3/orders/${id}/transactions`,
    ]) {
      expect((await shop.call(path)).status).toBe(404);
    }
    await shop.pass(3_000);
    expect((await shop.call(`/v2/orders/${id}`)).status).toBe(200);
    shop.store.lag({});
    expect((await shop.call(`/v2/orders/${place()}`)).status).toBe(200);
  });

  it('lists orders as they were some seconds ago', async () => {
    const old = place();
    await shop.pass(60_000);
    shop.store.lag({ listMs: 5_000 });
    const since = encodeURIComponent(new Date(shop.clock.now()).toISOString());
    const fresh = place();
    shop.store.setStatus(old, 2);
    shop.store.setStatus(old, 10);
    expect(await ids('')).toEqual([old]);
    expect(await ids('status_id=11')).toEqual([old]);
    expect(await ids(`min_date_modified=${since}&sort=date_modified:asc`)).toEqual([]);
    expect((await shop.call('/v2/orders/count')).body).toMatchObject({ count: 1 });
    expect((await shop.call(`/v2/orders/${old}`)).body).toMatchObject({ status_id: 10 });
    await shop.pass(4_000);
    shop.store.updateOrder(old, {});
    await shop.pass(1_000);
    expect(await ids('sort=id:desc')).toEqual([fresh, old]);
    expect(await ids('status_id=10')).toEqual([old]);
    await shop.pass(4_000);
    expect(await ids(`min_date_modified=${since}&sort=date_modified:asc`)).toEqual([fresh, old]);
  });
});
