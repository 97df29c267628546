import { afterEach, describe, expect, test } from 'vitest';
import { openProcesses, openSwept, placePaid, type Processes } from '../../test/processes.ts';
import { urlOf } from '../../test/traffic.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

let shop: Processes;
afterEach(() => shop.close());

const email = 'ada@post.example';

async function open(...options: Parameters<typeof openSwept>): Promise<void> {
  shop = await openSwept(...options);
}
const paidOrder = (): number => placePaid(shop);

/** BigCommerce, if no refund would ever change its order. */
const withoutChangedOrders: typeof fetch = async (input, init) =>
  urlOf(input).includes('/v2/orders?')
    ? new Response(null, { status: 204 })
    : shop.traffic.fetch(input, init);

/** BigCommerce, with one order that is in no list yet. */
const without =
  (orderId: number): typeof fetch =>
  async (input, init) => {
    const response = await shop.traffic.fetch(input, init);
    if (!urlOf(input).includes('/v2/orders?') || response.status !== 200) return response;
    const orders = (await response.json()) as readonly { readonly id: number }[];
    return Response.json(orders.filter(({ id }) => id !== orderId));
  };

describe('a sweep finds what no webhook told of', () => {
  test('within an hour and a tenth: an order, and what becomes of it', async () => {
    await open();
    const id = paidOrder();
    await shop.pass(50 * minute);
    expect(shop.factsOf(id)).toEqual([]);
    await shop.pass(16 * minute);
    expect(shop.factsOf(id)).toEqual(['placed']);
    shop.sandbox.setStatus(id, 10);
    await shop.pass(66 * minute);
    expect(shop.factsOf(id)).toEqual(['placed', 'fulfilled']);
  });

  test('a refund that did not change its order', async () => {
    await open();
    const id = paidOrder();
    await shop.source.sweep();
    await shop.settle();
    await shop.restart({ fetch: withoutChangedOrders });
    shop.sandbox.refundOrder(id, { amount: '5', keepStatus: true });
    await shop.pass(66 * minute);
    expect(shop.factsOf(id)).toEqual(['placed', 'refund:1']);
  });

  test('a customer, and a newsletter subscriber', async () => {
    await open();
    const { id } = shop.sandbox.addCustomer({ email, firstName: 'Ada' });
    shop.sandbox.subscribe({ email: 'lin@post.example' });
    await shop.pass(66 * minute);
    shop.sandbox.updateCustomer(id, { firstName: 'Augusta' });
    shop.sandbox.unsubscribe('lin@post.example');
    await shop.pass(66 * minute);
    const told = shop.memory.accepted.map((draft) =>
      draft.type === 'identify'
        ? draft.traits?.['firstName']
        : draft.type === 'track' && draft.event,
    );
    expect(told).toEqual(['Ada', 'User Subscribed', 'Augusta', 'User Unsubscribed']);
  });

  test('at the start, however long nobody listened', async () => {
    await open();
    shop.kill();
    await shop.clock.advance(3 * day);
    const ids = [paidOrder(), paidOrder()];
    await shop.clock.advance(30 * day);
    await shop.restart();
    await shop.settle();
    expect(ids.map(shop.factsOf)).toEqual([['placed'], ['placed']]);
  });

  test('more orders of one second than a page holds', async () => {
    await open();
    const ids = Array.from({ length: 300 }, paidOrder);
    const { orders } = await shop.source.sweep();
    expect(orders).toMatchObject({ noticed: 300 });
    await shop.settle();
    expect(ids.filter((id) => shop.factsOf(id).length === 1)).toHaveLength(300);
  });

  test('what the list shows later than what happened after it', async () => {
    await open({ poll: false });
    const late = paidOrder();
    await shop.pass(10 * minute);
    const next = paidOrder();
    await shop.restart({ fetch: without(late) });
    expect((await shop.source.sweep()).orders).toMatchObject({ read: 1, noticed: 1 });
    await shop.restart({ fetch: shop.traffic.fetch });
    await shop.source.sweep();
    await shop.pass(minute);
    expect([late, next].map(shop.factsOf)).toEqual([['placed'], ['placed']]);
  });

  test.each([-2 * hour, 2 * hour])(
    'when the clock of the store is %i ms ahead of ours',
    async (storeIsAheadMs) => {
      await open({}, { storeIsAheadMs });
      const first = paidOrder();
      await shop.pass(66 * minute);
      const second = paidOrder();
      await shop.pass(66 * minute);
      expect([first, second].map(shop.factsOf)).toEqual([['placed'], ['placed']]);
    },
  );

  test('behind an order whose date is in the future', async () => {
    await open();
    const lines = [{ productId: shop.productId, quantity: 1 }];
    shop.sandbox.placeOrder({ lines, email, dateCreated: shop.clock.now() + 30 * day });
    await shop.pass(66 * minute);
    const id = paidOrder();
    await shop.pass(66 * minute);
    expect(shop.factsOf(id)).toEqual(['placed']);
  });
});

describe('a sweep', () => {
  test('that finds nothing new writes nothing, and asks for nothing but the lists', async () => {
    await open();
    const id = paidOrder();
    shop.sandbox.refundOrder(id, { amount: '5' });
    shop.sandbox.addCustomer({ email });
    shop.sandbox.subscribe({ email: 'lin@post.example' });
    await shop.pass(66 * minute);
    const { length } = shop.memory.commits;
    shop.asked();
    await shop.pass(10 * hour);
    expect(shop.memory.commits).toHaveLength(length);
    const lists = [
      '/v2/time',
      '/v2/orders',
      '/v3/orders/payment_actions/refunds',
      '/v3/customers',
      '/v3/customers/attribute-values',
      '/v3/customers/subscribers',
    ].map((path) => `/stores/${shop.sandbox.storeHash}${path}`);
    const asked = shop.asked();
    expect([...new Set(asked)].toSorted()).toEqual(lists.toSorted());
    expect(asked.length).toBeLessThanOrEqual(11 * 9);
  });

  test('does not look again at what webhooks told of', async () => {
    await open();
    const id = paidOrder();
    await shop.source.sweep();
    await shop.pass(minute);
    // Once more, as it was looked at within the second of its last change.
    await shop.source.sweep();
    await shop.pass(minute);
    expect(await shop.source.sweep()).toMatchObject({
      orders: { read: 1, noticed: 0 },
      refunds: { read: 0, noticed: 0 },
    });
    expect(shop.factsOf(id)).toEqual(['placed']);
  });

  test('leaves alone what is older than the first start', async () => {
    shop = await openProcesses({ customers: false }, { start: false });
    const old = paidOrder();
    await shop.clock.advance(day);
    await shop.source.start?.();
    await shop.pass(66 * minute);
    expect(shop.factsOf(old)).toEqual([]);
    shop.sandbox.setStatus(old, 2);
    await shop.pass(66 * minute);
    expect(shop.factsOf(old)).toEqual(['placed', 'fulfilled']);
    expect(shop.memory.accepted.map(({ context }) => context?.['backfill'])).toEqual([
      true,
      undefined,
    ]);
  });

  test('says what it found, up to when, by the clock of the store', async () => {
    await open({ poll: false });
    const id = paidOrder();
    await shop.pass(10 * minute);
    const modified = new Date(shop.sandbox.order(id).order.date_modified).toISOString();
    const { orders, customers } = await shop.source.sweep();
    expect(orders).toEqual({ read: 1, noticed: 1, through: modified });
    expect(customers).toMatchObject({ read: 0, noticed: 0 });
    await shop.settle();
    expect(shop.factsOf(id)).toEqual(['placed']);
  });

  test('is one at a time: who asks meanwhile gets its report', async () => {
    await open({ poll: false });
    paidOrder();
    const [one, other] = await Promise.all([shop.source.sweep(), shop.source.sweep()]);
    expect(other).toBe(one);
  });

  test('is not made where the settings say so', async () => {
    await open({ poll: false });
    paidOrder();
    await shop.pass(3 * hour);
    expect(shop.asked()).toEqual([]);
  });

  test('is made as often as the settings say', async () => {
    await open({ poll: { everyMs: 10 * minute } });
    const id = paidOrder();
    await shop.pass(12 * minute);
    expect(shop.factsOf(id)).toEqual(['placed']);
  });

  test('leaves out kinds that the settings leave out', async () => {
    await open({ customers: false, subscribers: 'off' });
    expect(Object.keys(await shop.source.sweep())).toEqual(['orders', 'refunds']);
  });
});

describe('a sweep that fails', () => {
  test('for one kind does not stop the others, and names the scope that is missing', async () => {
    const scopes = ['store_v2_orders_read_only', 'store_v2_transactions_read_only'];
    const store = { accessTokens: [{ token: 'orders-only', scopes }] };
    await open({ accessToken: 'orders-only', poll: false }, { store });
    const id = paidOrder();
    const { customers, orders } = await shop.source.sweep();
    expect(customers?.failed).toContain('Customers (read-only)');
    expect(orders).not.toHaveProperty('failed');
    await shop.settle();
    expect(shop.factsOf(id)).toEqual(['placed']);
  });

  test('while the store is down is made again, and finds what happened meanwhile', async () => {
    await open({ poll: { everyMs: day } });
    await shop.pass(21 * hour, 10 * minute);
    shop.sandbox.fail({ kind: 'status', status: 503 }, Number.POSITIVE_INFINITY);
    const id = paidOrder();
    await shop.pass(6 * hour);
    shop.sandbox.recover();
    await shop.pass(20 * minute);
    expect(shop.factsOf(id)).toEqual(['placed']);
  });

  test('goes on where it stopped', async () => {
    let isFull = false;
    await open(
      { poll: false },
      {
        beforeCommit: () => {
          if (isFull) throw new Error('the disk is full');
        },
      },
    );
    const id = paidOrder();
    isFull = true;
    expect((await shop.source.sweep()).orders?.failed).toContain('the disk is full');
    isFull = false;
    expect((await shop.source.sweep()).orders).toMatchObject({ noticed: 1 });
    await shop.settle();
    expect(shop.factsOf(id)).toEqual(['placed']);
  });

  test('because the source is stopped leaves nothing behind', async () => {
    await open();
    const sweeping = shop.source.sweep();
    await shop.source.stop?.();
    await expect(sweeping).rejects.toThrow('aborted');
    expect(shop.clock.pending).toBe(0);
  });
});
