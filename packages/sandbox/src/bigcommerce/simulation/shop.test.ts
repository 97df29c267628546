import { describe, expect, onTestFinished, test } from 'vitest';
import { bigcommerceSandbox } from '../sandbox.ts';
import { steppedDriver } from './driver.ts';
import type { StorefrontEvent } from './records.ts';
import { simulatedShop } from './shop.ts';

const start = Date.UTC(2026, 2, 1);
const dayMs = 86_400_000;

async function aShop(seed: number, orders = 150, days = 30) {
  const driver = steppedDriver(start);
  const store = await bigcommerceSandbox({ now: driver.now, timer: driver.timer });
  onTestFinished(() => store.close());
  const seen: StorefrontEvent[] = [];
  const shop = simulatedShop(store, {
    seed,
    orders,
    lastsMs: days * dayMs,
    driver,
    storefront: (event) => seen.push(event),
  });
  return { store, shop, seen, driver };
}

async function aMonth(...how: Parameters<typeof aShop>) {
  const all = await aShop(...how);
  all.driver.runTo(all.shop.until + dayMs);
  return all;
}

/** What is not made up by the store itself, as the ids of carts are that replace others. */
const told = ({ shop, seen }: Awaited<ReturnType<typeof aMonth>>) => ({
  orders: [...shop.history.orders].map(({ kind, steps, refunds }) => ({
    kind,
    refunds,
    steps: steps.map(({ at, lines, order }) => ({
      at,
      lines,
      id: order.id,
      status: order.status_id,
      total: order.total_inc_tax,
      email: order.billing_address.email,
    })),
  })),
  seen: seen.map(({ messageId, event, product }) => ({ messageId, event, product })),
});

describe('the simulated shop', () => {
  test('is the same shop for the same seed, to the last cent and second', async () => {
    const [one, same, another] = await Promise.all([aMonth(7), aMonth(7), aMonth(8)]);
    expect(told(same)).toEqual(told(one));
    expect(told(another)).not.toEqual(told(one));
  });

  test('has orders of every kind, in two currencies', async () => {
    const { store, shop } = await aMonth(1, 600);
    const kinds = new Set([...shop.history.orders].map(({ kind }) => kind));
    for (const kind of [
      'by card',
      'digital goods',
      'by bank transfer',
      'declined, then paid',
      'verified by hand',
      'by staff',
      'by staff, without an address',
      'by a program',
      'left at the payment',
      'never transferred',
      'cancelled unpaid',
      'declined',
    ]) {
      expect(kinds).toContain(kind);
    }
    const statuses = new Set(
      [...shop.history.orders].flatMap(({ steps }) => steps.map(({ order }) => order.status_id)),
    );
    expect([...statuses].toSorted((a, b) => a - b)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
    ]);
    expect(new Set(store.orders.map((order) => order.default_currency_code))).toEqual(
      new Set(['USD', 'EUR']),
    );
    expect(store.orders.some(({ is_deleted: isArchived }) => isArchived)).toBe(true);
    expect(store.customers.length).toBeGreaterThan(50);
    expect(store.subscribers.some(({ consents }) => consents.length === 0)).toBe(true);
  });

  test('remembers what the store forgets: every status, value and refund, and when', async () => {
    const { store, shop } = await aMonth(3);
    for (const { orderId, steps, refunds } of shop.history.orders) {
      const { order, refunds: made, products } = store.order(orderId);
      expect(steps.at(-1)?.order).toEqual(order);
      expect(steps.at(-1)?.lines).toBe(products.filter((line) => !line.is_bundled_product).length);
      expect(refunds).toEqual(made);
      expect(steps.map(({ at }) => at)).toEqual(
        steps.map(({ at }) => at).toSorted((a, b) => a - b),
      );
    }
    expect([...shop.history.orders]).toHaveLength(store.orders.length);
  });

  test('has an order in its record as it is, at any time', async () => {
    const { store, shop, driver } = await aShop(4, 80, 15);
    const unlike: number[] = [];
    while (driver.now() < shop.until) {
      driver.runTo(driver.now() + 600_000);
      for (const { orderId, steps } of shop.history.orders) {
        // An order is never changed: a change makes a new one.
        if (steps.at(-1)?.order !== store.order(orderId).order) unlike.push(orderId);
      }
    }
    expect(unlike).toEqual([]);
  });

  test('knows which carts are gone', async () => {
    const { store, shop } = await aMonth(6);
    const gone = new Set(
      [...shop.history.carts].flatMap(({ cartId, goneAt }) => (goneAt === undefined ? [] : cartId)),
    );
    const paid = store.orders.filter(
      ({ cart_id: cart, status_id: status }) => cart && status !== 0,
    );
    expect(paid.length).toBeGreaterThan(50);
    for (const { cart_id: cartId } of paid) expect(gone).toContain(cartId);
    for (const { id } of store.carts) expect(gone).not.toContain(id);
  });

  test('knows what each cart is worth in its checkout', async () => {
    const { store, shop } = await aMonth(5);
    const open = [...shop.history.carts].filter(({ goneAt }) => goneAt === undefined);
    expect(open.length).toBeGreaterThan(10);
    for (const { cartId, steps } of open.slice(0, 40)) {
      const url = `${store.url}/stores/${store.storeHash}/v3/checkouts/${cartId}`;
      const answer = await fetch(url, { headers: { 'x-auth-token': store.accessToken } });
      // A cart lives for thirty days after its last change.
      if (answer.status === 404) continue;
      const { data } = (await answer.json()) as { data: { grand_total: number } };
      expect(Number(steps.at(-1)?.total)).toBe(data.grand_total);
    }
  });

  test('is closed after its time', async () => {
    const { shop, driver } = await aMonth(2, 60, 10);
    expect(driver.now()).toBeGreaterThan(shop.until);
    for (const { steps } of shop.history.orders) {
      expect(steps.at(-1)?.at).toBeLessThan(shop.until);
    }
  });
});
