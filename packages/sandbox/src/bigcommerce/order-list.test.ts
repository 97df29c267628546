import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BigCommerceSandbox, bigcommerceSandbox, type Order } from './index.ts';

let store: BigCommerceSandbox;
let clock: number;

beforeEach(async () => {
  clock = Date.UTC(2026, 0, 15, 12, 0, 0);
  store = await bigcommerceSandbox({ now: () => clock, requestQuota: 1_000_000 });
});
afterEach(() => store.close());

interface Reply<T = unknown> {
  status: number;
  body: T;
}

async function get(path: string): Promise<Reply> {
  const response = await fetch(`${store.url}/stores/sandbox1${path}`, {
    headers: { 'x-auth-token': store.accessToken },
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const ids = async (query: string) => {
  const { status, body } = (await get(`/v2/orders?${query}`)) as Reply<Order[]>;
  return status === 204 ? [] : body.map((order) => order.id);
};

describe('GET /v2/orders', () => {
  it('pages through every order once, by id or by modification', async () => {
    const { id: productId } = store.addProduct({ name: 'A', price: '1' });
    for (let n = 0; n < 120; n += 1) store.placeOrder({ lines: [{ productId, quantity: 1 }] });
    for (const { id } of store.orders) if (id % 7 === 0) store.setStatus(id, 11);
    clock += 1_000;
    for (const { id } of store.orders) if (id % 11 === 0) store.updateOrder(id, {});
    for (const sort of ['id:asc', 'id:desc', 'date_modified:asc', 'date_modified:desc']) {
      const seen: number[] = [];
      for (let page = 1; ; page += 1) {
        const found = await ids(`sort=${sort}&page=${page}&limit=50`);
        seen.push(...found);
        if (found.length === 0) break;
      }
      expect(seen).toHaveLength(120);
      expect(new Set(seen).size).toBe(120);
    }
    expect((await ids('sort=date_modified:desc&limit=10')).every((id) => id % 11 === 0)).toBe(true);
  });

  it('filters by modification, status, id, customer, cart and total', async () => {
    const { id: productId } = store.addProduct({ name: 'A', price: '10' });
    const customerId = store.addCustomer({ email: 'a@example.com' }).id;
    const lines = [{ productId, quantity: 1 }];
    const [a, b, c] = [
      store.placeOrder({ lines, customerId }).id,
      store.placeOrder({ lines, cartId: 'cart-b', statusId: 11 }).id,
      store.placeOrder({ lines, shipping: '5', email: 'C@example.com' }).id,
    ];
    clock += 60_000;
    store.setStatus(a, 11);
    const since = encodeURIComponent('Thu, 15 Jan 2026 12:01:00 +0000');
    expect(await ids(`min_date_modified=${since}`)).toEqual([a]);
    expect(await ids('min_date_modified=2026-01-15T12:00:00Z&sort=date_modified:asc')).toEqual([
      b,
      c,
      a,
    ]);
    expect(await ids('max_date_modified=2026-01-15T12:00:00Z&sort=date_modified:desc')).toEqual([
      c,
      b,
    ]);
    expect(await ids('status_id=11')).toEqual([a, b]);
    expect(await ids(`min_id=${b}`)).toEqual([b, c]);
    expect(await ids(`max_id=${b}&sort=id:desc`)).toEqual([b, a]);
    expect(await ids(`customer_id=${customerId}`)).toEqual([a]);
    expect(await ids('cart_id=cart-b')).toEqual([b]);
    expect(await ids('min_total=10.01')).toEqual([c]);
    expect(await ids('email=c@example.com')).toEqual([c]);
    expect(await ids('status_id=11&sort=customer_id:desc')).toEqual([a, b]);
    expect(await ids('status_id=5')).toEqual([]);
  });

  it('leaves archived orders out unless they are asked for', async () => {
    const { id: productId } = store.addProduct({ name: 'A', price: '10' });
    const { id } = store.placeOrder({ lines: [{ productId, quantity: 1 }] });
    store.archiveOrder(id);
    expect(await ids('')).toEqual([]);
    expect(await ids('is_deleted=true')).toEqual([id]);
    expect(((await get(`/v2/orders/${id}`)) as Reply<Order>).body.is_deleted).toBe(true);
  });

  it('keeps an order of the past in its place', async () => {
    const { id: productId } = store.addProduct({ name: 'A', price: '10' });
    const lines = [{ productId, quantity: 1 }];
    const now = store.placeOrder({ lines }).id;
    const past = store.placeOrder({ lines, dateCreated: Date.UTC(2025, 5, 1) }).id;
    expect(await ids('sort=date_modified:asc')).toEqual([past, now]);
    expect(await ids('sort=date_created:desc')).toEqual([now, past]);
    expect(await ids('max_date_created=2025-12-31')).toEqual([past]);
  });

  it.each([
    ['min_date_modified=Thu, 15 Jan 2026 12:01:00 +0000', 400],
    ['min_date_modified=yesterday', 400],
    ['status_id=shipped', 400],
    ['sort=total:asc', 400],
    ['page=0', 400],
    ['limit=251', 413],
  ])('answers %s with %i, as a list', async (query, status) => {
    const answer = await get(`/v2/orders?${query}`);
    expect(answer).toMatchObject({ status, body: [{ status }] });
  });

  it('finds the few of a rare status as it finds the many of a common one', async () => {
    const { id: productId } = store.addProduct({ name: 'A', price: '10' });
    const place = () => store.placeOrder({ lines: [{ productId, quantity: 1 }], statusId: 11 }).id;
    const placed = Array.from({ length: 120 }, place);
    const [first = 0, second = 0, third = 0] = placed;
    for (const id of [third, first]) store.setStatus(id, 5);
    expect(await ids('status_id=5')).toEqual([first, third]);
    expect(await ids('status_id=5&sort=date_modified:desc')).toEqual([third, first]);
    expect(await ids('status_id=11&limit=2')).toEqual([second, placed[3]]);
    store.archiveOrder(first);
    expect(await ids('status_id=5')).toEqual([third]);
    expect(await ids('status_id=5&is_deleted=true')).toEqual([first]);
    const { body } = await get('/v2/orders/count');
    expect(body).toMatchObject({ count: 119 });
  });

  it('counts by status, with the same filters', async () => {
    const { id: productId } = store.addProduct({ name: 'A', price: '10' });
    for (const statusId of [0, 11, 11])
      store.placeOrder({ lines: [{ productId, quantity: 1 }], statusId });
    interface Counts {
      count: number;
      statuses: { id: number; count: number }[];
    }
    const { body } = (await get('/v2/orders/count')) as Reply<Counts>;
    expect(body.count).toBe(3);
    expect(body.statuses).toHaveLength(15);
    expect(body.statuses.find(({ id }) => id === 11)?.count).toBe(2);
    expect(((await get('/v2/orders/count?status_id=0')) as Reply<Counts>).body.count).toBe(1);
  });
});
