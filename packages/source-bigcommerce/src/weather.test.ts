import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openShop, type Shop } from '../test/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const place = () =>
  shop.sandbox.placeOrder({
    lines: [{ productId: shop.productId, quantity: 1 }],
    email: 'guest@example.org',
    statusId: 11,
  }).id;
const requests = () =>
  shop.sandbox.requests.filter(({ method, path }) => method === 'GET' && path.includes('/orders/'));
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

describe.each([
  ['answers 500', { kind: 'status', status: 500 } as const],
  ['is under maintenance', { kind: 'status', status: 503 } as const],
  ['answers with a web page', { kind: 'html', status: 200 } as const],
  ['answers with a web page and 502', { kind: 'html' } as const],
  ['cuts the connection', { kind: 'reset' } as const],
  ['answers 429 without saying how long', { kind: 'status', status: 429 } as const],
])('while BigCommerce %s', (_, fault) => {
  test('orders wait, and every one is told of afterwards', async () => {
    shop.sandbox.fail(fault, Number.POSITIVE_INFINITY);
    const ids = Array.from({ length: 6 }, place);
    await shop.settle();
    await shop.clock.advance(2 * hour);
    expect(shop.disk.drafts).toEqual([]);
    expect(await shop.source.waiting()).toHaveLength(ids.length);
    // Two hours at once every ten minutes or so, and some at the beginning: not thousands.
    expect(requests().length).toBeLessThan(200);

    shop.sandbox.recover();
    await shop.clock.advance(21 * minute);
    expect(shop.disk.drafts).toHaveLength(ids.length);
    expect(await shop.source.waiting()).toEqual([]);
  });
});

test('an order that fails says so: how often, since when and why', async () => {
  shop.sandbox.fail({ kind: 'status', status: 500 }, 3);
  const orderId = place();
  const since = new Date(shop.clock.now()).toISOString();
  await shop.settle();
  expect(await shop.source.waiting()).toEqual([
    {
      kind: 'order',
      id: String(orderId),
      since,
      attempts: 1,
      reason: 'BIGCOMMERCE_UNAVAILABLE: BigCommerce did not answer: status 500.',
    },
  ]);
  expect(shop.context.lines).toMatchObject([
    { level: 'warn', fields: { kind: 'order', id: String(orderId) } },
  ]);
  await shop.clock.advance(5 * minute);
  expect(shop.disk.drafts).toHaveLength(1);
});

test('while BigCommerce is down, all orders wait together, not each on its own', async () => {
  shop.sandbox.fail({ kind: 'html', status: 200 }, Number.POSITIVE_INFINITY);
  Array.from({ length: 40 }, place);
  await shop.settle();
  expect(requests().length).toBeLessThanOrEqual(4);
  expect(await shop.source.waiting(1)).toMatchObject([
    { reason: 'BIGCOMMERCE_UNAVAILABLE: BigCommerce did not answer: its answer is not JSON.' },
  ]);
});

test('an order that always fails keeps no other one back', async () => {
  const poor = place();
  shop.sandbox.fail(
    { kind: 'status', status: 500, path: new RegExp(`/orders/${poor}$`) },
    Number.POSITIVE_INFINITY,
  );
  await shop.settle();
  const others = Array.from({ length: 8 }, place);
  await shop.settle();
  await shop.clock.advance(30 * minute);
  expect(shop.disk.drafts.length).toBeGreaterThanOrEqual(others.length);
});

describe('a 429', () => {
  test('makes every order wait for as long as it says, and counts as no attempt', async () => {
    shop.sandbox.fail({ kind: 'throttle', retryAfter: 20 });
    place();
    await shop.settle();
    place();
    await shop.settle();
    expect(requests()).toHaveLength(1);
    expect(await shop.source.waiting()).toMatchObject([{ attempts: 0 }, { attempts: 0 }]);

    await shop.clock.advance(19 * second);
    expect(requests()).toHaveLength(1);
    await shop.clock.advance(1 * second);
    await shop.settle();
    expect(shop.disk.drafts).toHaveLength(2);
  });

  test('may say so in another header, and is obeyed', async () => {
    shop.sandbox.fail({ kind: 'status', status: 429, headers: { 'x-retry-after': '20' } });
    place();
    await shop.settle();
    await shop.clock.advance(19 * second);
    expect(requests()).toHaveLength(1);
    await shop.clock.advance(1 * second);
    await shop.settle();
    expect(shop.disk.drafts).toHaveLength(1);
  });

  test('never comes about by ourselves: a fifth of the quota is left to others', async () => {
    await shop.close();
    shop = await openShop({ requestQuota: 50 });
    for (let count = 0; count < 60; count += 1) place();
    await shop.settle();
    expect(requests().length).toBeGreaterThan(35);
    // The quota, less a fifth of it, and those that were under way when it was reached.
    expect(requests().length).toBeLessThanOrEqual(44);

    await shop.clock.advance(5 * minute);
    expect(shop.disk.drafts).toHaveLength(60);
    expect(requests().filter(({ status }) => status === 429)).toEqual([]);
  });
});

describe('an order that BigCommerce does not have', () => {
  test('is asked for again: it may not be everywhere yet', async () => {
    shop.sandbox.fail({ kind: 'status', status: 404, path: /\/orders\/\d+$/ }, 2);
    place();
    await shop.settle();
    expect(requests()).toHaveLength(1);
    await shop.clock.advance(minute);
    await shop.settle();
    expect(shop.disk.drafts).toHaveLength(1);
    expect(await shop.source.skipped()).toEqual([]);
  });

  test('is passed over after a minute, with a reason', async () => {
    shop.sandbox.emit('store/order/created', { type: 'order', id: 4711 });
    await shop.settle();
    await shop.clock.advance(2 * minute);
    expect(requests()).toHaveLength(3);
    expect(await shop.source.waiting()).toEqual([]);
    expect(await shop.source.skipped()).toEqual([
      {
        kind: 'order',
        id: '4711',
        reason: 'BigCommerce has no such order',
        at: '2026-03-01T12:01:00.000Z',
      },
    ]);
    expect(shop.source.counts()).toMatchObject({ skipped: 1 });
  });

  test('is told of after all when it comes to be, and is passed over no more', async () => {
    const id = place();
    shop.sandbox.fail({ kind: 'status', status: 404, path: /\/orders\/\d+$/ }, 3);
    await shop.settle();
    await shop.clock.advance(2 * minute);
    expect(await shop.source.skipped()).toHaveLength(1);
    shop.sandbox.setStatus(id, 9);
    await shop.settle();
    expect(shop.disk.drafts).toHaveLength(1);
    expect(await shop.source.skipped()).toEqual([]);
  });
});

describe.each([401, 403])('when BigCommerce answers %i', (status) => {
  test('orders wait, requests are rare, and the log says it once', async () => {
    shop.sandbox.fail({ kind: 'status', status }, Number.POSITIVE_INFINITY);
    Array.from({ length: 5 }, place);
    await shop.settle();
    await shop.clock.advance(hour);
    expect(requests().length).toBeLessThan(100);
    expect(await shop.source.waiting()).toHaveLength(5);
    expect(shop.context.lines.filter(({ level }) => level === 'error')).toHaveLength(1);

    shop.sandbox.recover();
    await shop.clock.advance(11 * minute);
    await shop.settle();
    expect(shop.disk.drafts).toHaveLength(5);
    expect(JSON.stringify(shop.context.lines)).not.toContain(shop.sandbox.accessToken);
  });
});

describe('stop', () => {
  test('gives up what is being fetched, keeps it, and leaves no timer behind', async () => {
    shop.sandbox.fail({ kind: 'slow', ms: 60_000 });
    const underWay = shop.traffic.sent(/\/orders\//);
    const id = place();
    await shop.sandbox.settled({ ignoreRetries: true });
    await underWay;
    await shop.source.stop?.();
    await shop.source.stop?.();
    expect(shop.clock.timers).toBe(0);
    expect(await shop.source.waiting()).toMatchObject([
      { kind: 'order', id: String(id), attempts: 0 },
    ]);
  });

  test('leaves no timer behind while orders wait for their next attempt', async () => {
    shop.sandbox.fail({ kind: 'status', status: 500 }, Number.POSITIVE_INFINITY);
    place();
    await shop.settle();
    expect(shop.clock.timers).toBeGreaterThan(0);
    await shop.source.stop?.();
    expect(shop.clock.timers).toBe(0);
  });

  test('works without start', async () => {
    await shop.close();
    shop = await openShop({ start: false });
    await expect(shop.source.stop?.()).resolves.toBeUndefined();
  });
});
