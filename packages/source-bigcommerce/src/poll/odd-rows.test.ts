import { afterEach, describe, expect, test } from 'vitest';
import { altering as alteringIn, minute } from '../../test/past.ts';
import { openSwept, placePaid, type Processes } from '../../test/processes.ts';
import { urlOf } from '../../test/traffic.ts';

let shop: Processes;
afterEach(() => shop.close());

const email = 'ada@post.example';

async function open(...options: Parameters<typeof openSwept>): Promise<void> {
  shop = await openSwept(...options);
}
const paidOrder = (): number => placePaid(shop);

const altering = (path: RegExp, change: (row: Record<string, unknown>) => void) =>
  alteringIn(shop, path, change);

/** What is said of changes without a date. */
const saidOdd = () =>
  shop.said.filter(({ message }) => message.includes('without a date')).map(({ fields }) => fields);

describe('one odd row of a list stops no sweep', () => {
  test('an order without a date of its change is looked at, and those behind it are, too', async () => {
    await open({ poll: false });
    const bad = paidOrder();
    await shop.pass(minute);
    const good = paidOrder();
    const noDate = (order: Record<string, unknown>): void => {
      if (order['id'] === bad) order['date_modified'] = '';
    };
    const fetch = altering(/\/v2\/orders\?/, noDate);
    await shop.restart({ fetch });
    const { orders } = await shop.source.sweep();
    await shop.pass(minute);
    expect(orders).toMatchObject({ read: 2, noticed: 2 });
    expect(orders).not.toHaveProperty('failed');
    expect(shop.factsOf(good)).toEqual(['placed']);
    expect(shop.factsOf(bad)).toEqual(['placed']);
    expect(saidOdd()).toEqual([{ kind: 'orders' }]);
    // The next one begins where this one ended.
    await shop.restart({ fetch: shop.traffic.fetch });
    const modified = new Date(shop.sandbox.order(good).order.date_modified).toISOString();
    expect(orders?.through).toBe(modified);
  });

  test('more orders than a page, some of which have no date or no id', async () => {
    await open({ poll: false });
    const ids: number[] = [];
    for (let count = 0; count < 260; count += 1) {
      await shop.clock.advance(2_000);
      ids.push(paidOrder());
    }
    const bad = new Set([ids[3], ids[200]]);
    const damage = (order: Record<string, unknown>): void => {
      if (bad.has(Number(order['id']))) order['date_modified'] = null;
      if (order['id'] === ids[100]) order['id'] = null;
    };
    const fetch = altering(/\/v2\/orders\?/, damage);
    await shop.restart({ fetch });
    expect((await shop.source.sweep()).orders).toMatchObject({ noticed: 259 });
  });

  test('a refund without a date', async () => {
    await open({ poll: false });
    const id = paidOrder();
    await shop.source.sweep();
    await shop.pass(minute);
    shop.sandbox.refundOrder(id, { amount: '5', keepStatus: true });
    await shop.restart({
      fetch: async (input, init) =>
        urlOf(input).includes('/v2/orders?')
          ? new Response(null, { status: 204 })
          : altering(/payment_actions\/refunds\?.*created/, (refund) => {
              refund['created'] = null;
            })(input, init),
    });
    const { refunds } = await shop.source.sweep();
    await shop.pass(minute);
    expect(refunds).toMatchObject({ noticed: 1 });
    expect(shop.factsOf(id)).toEqual(['placed', 'refund:1']);
  });

  test('a customer and a subscriber without a date', async () => {
    await open({ poll: false });
    shop.sandbox.addCustomer({ email, firstName: 'Ada' });
    shop.sandbox.subscribe({ email: 'lin@post.example' });
    const damage = (row: Record<string, unknown>): void => {
      row['date_modified'] = 'yesterday';
    };
    const fetch = altering(/date_modified/, damage);
    await shop.restart({ fetch });
    const { customers, subscribers } = await shop.source.sweep();
    expect([customers?.noticed, subscribers?.noticed]).toEqual([1, 1]);
    expect(saidOdd()).toEqual([{ kind: 'customers' }, { kind: 'subscribers' }]);
    await shop.pass(minute);
    expect(shop.memory.accepted).toHaveLength(2);
  });
});

describe('a list that ignores where a page is to begin', () => {
  test('ends the sweep of its kind, which says so', async () => {
    await open({ poll: false });
    Array.from({ length: 250 }, paidOrder);
    await shop.restart({
      fetch: async (input, init) => {
        const url = new URL(urlOf(input));
        for (const name of ['min_id', 'min_date_modified']) url.searchParams.delete(name);
        return shop.traffic.fetch(url.href, init);
      },
    });
    const { orders } = await shop.source.sweep();
    expect(orders?.failed).toContain('what was not asked for');
  });
});
