import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServer } from '../http/index.ts';
import { type DrivenStore, drivenStore, type Reply } from './__fixtures__/driven-store.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
let shop: DrivenStore;

beforeEach(async () => {
  shop = await drivenStore();
});
afterEach(() => shop.close());

interface Admin {
  readonly data: {
    readonly emails: string[];
    readonly hooks_list: { readonly id: number; readonly status: string }[];
    readonly blocked_domains: {
      readonly destination: string;
      readonly time_left: number;
      readonly reasons: object[];
    }[];
  };
}
const admin = async (token?: string) => {
  const { body } = (await shop.call('/v3/hooks/admin', {
    ...(token && { token }),
  })) as Reply<Admin>;
  return body.data;
};

async function send(orders: number, status: number): Promise<void> {
  shop.respond(status);
  for (let n = 0; n < orders; n += 1) shop.place();
  await shop.quiet();
}

describe('a domain that fails too often', () => {
  beforeEach(() => shop.hook('store/order/created', '/orders'));

  it('is left alone up to its hundredth request, and blocked for three minutes then', async () => {
    await send(99, 500);
    expect((await admin()).blocked_domains).toEqual([]);
    await send(1, 500);
    expect((await admin()).blocked_domains).toEqual([
      {
        destination: shop.receiver.url,
        time_left: 180,
        reasons: [
          {
            failure_description: `Response 500 when delivering to ${shop.receiver.url}/orders`,
            count: 100,
            timestamp: shop.clock.now() / 1_000,
          },
        ],
      },
    ]);
    await send(5, 200);
    expect(shop.received).toHaveLength(100);
    expect(shop.store.deliveryCounts).toMatchObject({ attempts: 100, blocked: 5 });
  });

  it('is blocked for all its addresses, and for one client only', async () => {
    await shop.close();
    shop = await drivenStore({ accessTokens: [{ token: 'other', clientId: 'other-app' }] });
    await shop.hook('store/order/created', '/orders');
    await shop.hook('store/order/updated', '/updates');
    await shop.hook('store/order/updated', '/others', 'other');
    await send(100, 500);
    shop.received.length = 0;
    shop.store.updateOrder(100, {});
    await shop.quiet();
    expect(shop.received.map(({ path }) => path)).toEqual(['/others']);
    expect((await admin('other')).blocked_domains).toEqual([]);
  });

  it('stays free while nine in ten succeed', async () => {
    await send(10, 500);
    await send(90, 200);
    expect((await admin()).blocked_domains).toEqual([]);
    await send(2, 500);
    expect((await admin()).blocked_domains).toHaveLength(1);
  });

  it('is judged by the last two minutes alone', async () => {
    await send(45, 500);
    // After a minute they are tried again.
    shop.respond(200);
    await shop.pass(2 * MINUTE);
    await send(60, 200);
    await send(5, 500);
    expect((await admin()).blocked_domains).toEqual([]);
  });

  it('gets what came meanwhile from the retry queue, after what came later', async () => {
    await send(100, 500);
    await send(1, 200);
    const during = shop.store.orders.at(-1)?.id;
    await shop.pass(2 * MINUTE);
    expect(shop.received).toHaveLength(100);
    await shop.pass(MINUTE);
    shop.received.length = 0;
    await send(1, 200);
    const after = shop.store.orders.at(-1)?.id;
    // Due after 1 minute, when the domain was still blocked, and after 3 more.
    await shop.pass(MINUTE);
    const ids = shop.received.map(({ data }) => data['id']);
    expect(ids[0]).toBe(after);
    expect(ids).toContain(during);
  });

  it('is not blocked where short retries would all pass within the block', async () => {
    await shop.close();
    shop = await drivenStore({ webhookDelaysMs: [10] });
    await shop.hook('store/order/created');
    await send(150, 500);
    expect(shop.received).toHaveLength(150);
    expect((await admin()).blocked_domains).toEqual([]);
  });
});

describe('a delivery exception hook', () => {
  const exceptions = () =>
    shop.received.filter(({ path }) => path === '/exceptions').map(({ data }) => data);
  let hookId: number;

  beforeEach(async () => {
    hookId = await shop.hook('store/order/created', '/orders');
    await shop.hook('store/hook/deliveryException', '/exceptions');
  });

  it('hears of a failure once in ten minutes', async () => {
    await send(3, 500);
    expect(exceptions()[0]).toEqual({
      type: 'webhook',
      id: hookId,
      error_code: 90001,
      message: `Response 500 when delivering to ${shop.receiver.url}/orders, will retry`,
    });
    // It failed itself, and is retried; of that nothing is told.
    expect(exceptions()).toHaveLength(1);
    shop.respond(200);
    await shop.pass(10 * MINUTE - 1);
    await send(1, 500);
    expect(shop.store.deliveries.filter(({ scope }) => scope.includes('hook'))).toHaveLength(2);
    await shop.pass(1);
    await send(1, 500);
    expect(exceptions().filter((data) => data['error_code'] === 90001)).toHaveLength(3);
  });

  it('hears that a domain is blocked, and of the end of a hook, at an address that works', async () => {
    await shop.close();
    shop = await drivenStore();
    const told: number[] = [];
    const elsewhere = await startServer({
      maxBodyBytes: 10_000,
      refuse: (status) => ({ status }),
      handle: ({ body }) => {
        const { data } = JSON.parse(body.toString('utf8')) as { data: { error_code: number } };
        told.push(data.error_code);
        return { status: 200 };
      },
    });
    await shop.hook('store/order/created', '/orders');
    const body = { scope: 'store/hook/deliveryException', destination: elsewhere.url };
    await shop.call('/v3/hooks', { method: 'POST', body });
    await send(100, 500);
    expect(told).toEqual([90001, 90003]);
    await shop.pass(3 * DAY);
    expect(told.at(-1)).toBe(90002);
    expect(told.filter((code) => code === 90002)).toHaveLength(1);
    const mails = shop.store.webhookMails.map(({ about }) => about);
    expect(mails[0]).toBe('blocked domain');
    expect(mails.at(-1)).toBe('deactivated hook');
    await elsewhere.close();
  });
});

describe('a hook that is deactivated', () => {
  it('says so in the admin list and to the e-mail addresses set there', async () => {
    const id = await shop.hook('store/order/created');
    const emails = ['ops@example.com'];
    const put = await shop.call('/v3/hooks/admin', { method: 'PUT', body: { emails } });
    expect([put.status, put.body]).toEqual([204, undefined]);
    await send(1, 500);
    await shop.pass(2 * DAY + 60 * MINUTE);
    expect(await admin()).toMatchObject({ emails, hooks_list: [{ id, status: 'deactivated' }] });
    expect(shop.store.webhookMails).toMatchObject([
      { about: 'deactivated hook', hookId: id, to: emails },
    ]);
    await shop.call(`/v3/hooks/${id}`, { method: 'PUT', body: { is_active: true } });
    expect((await admin()).hooks_list).toMatchObject([{ status: 'active' }]);
  });

  it('is one that was sent nothing for 90 days', async () => {
    const [idle, busy] = [
      await shop.hook('store/order/created'),
      await shop.hook('store/order/updated'),
    ];
    const order = shop.place();
    await shop.quiet();
    await shop.pass(89 * DAY);
    shop.store.updateOrder(order, {});
    await shop.quiet();
    expect((await admin()).hooks_list.map(({ status }) => status)).toEqual(['active', 'active']);
    await shop.pass(DAY + 1);
    expect((await admin()).hooks_list).toMatchObject([
      { id: idle, status: 'deactivated' },
      { id: busy, status: 'active' },
    ]);
    shop.received.length = 0;
    shop.place();
    await shop.quiet();
    expect(shop.received).toEqual([]);
    expect(shop.store.webhookMails).toMatchObject([{ hookId: idle }]);
  });
});
