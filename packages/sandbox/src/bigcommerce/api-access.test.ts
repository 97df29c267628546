import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DrivenStore, drivenStore } from './__fixtures__/driven-store.ts';

let shop: DrivenStore;

const token = (scopes: string[]) => ({ token: scopes.join('+'), scopes });
const orders = token(['store_v2_orders_read_only']);
const catalog = token(['store_v2_products']);

beforeEach(async () => {
  shop = await drivenStore({
    accessTokens: [
      orders,
      catalog,
      { token: 'other', clientId: 'other-app', clientSecret: 'other-secret' },
    ],
  });
});
afterEach(() => shop.close());

describe('a token', () => {
  it.each([
    ['/v2/orders', orders, 204],
    ['/v2/orders', catalog, 403],
    ['/v3/catalog/products', catalog, 200],
    ['/v3/catalog/products', orders, 403],
    ['/v3/customers', orders, 403],
    ['/v3/carts/5', orders, 403],
    ['/v2/store', orders, 403],
    ['/v2/time', orders, 200],
    ['/v3/hooks', orders, 200],
    // Whoever may read orders may read what was paid back, but not what was paid.
    ['/v3/orders/payment_actions/refunds', orders, 200],
    ['/v3/orders/100/transactions', orders, 403],
  ])('is good for what its scopes say: %s', async (path, { token }, status) => {
    const answer = await shop.call(path, { token });
    expect(answer.status).toBe(status);
    if (status !== 403) return;
    const title = "You don't have a required scope to access the endpoint";
    expect(answer.body).toMatchObject(
      path.startsWith('/v2') ? [{ status, message: title }] : { status, title, errors: {} },
    );
    expect(answer.headers.get('x-rate-limit-requests-left')).toMatch(/^\d+$/);
  });

  it('that may only read cannot write', async () => {
    const write = (token: string) =>
      shop.call('/v2/orders/100', { method: 'DELETE', token }).then(({ status }) => status);
    expect(await write(orders.token)).toBe(403);
    // Allowed, and not there.
    expect(await write(shop.store.accessToken)).toBe(404);
  });

  it('makes hooks for what it may read', async () => {
    const make = (scope: string, { token }: { token: string }) => {
      const body = { scope, destination: 'https://shop.example.com/hooks' };
      return shop.call('/v3/hooks', { method: 'POST', body, token }).then(({ status }) => status);
    };
    expect(await make('store/order/*', orders)).toBe(200);
    expect(await make('store/shipment/*', orders)).toBe(200);
    expect(await make('store/channel/1/order/created', orders)).toBe(200);
    expect(await make('store/channel/1/cart/created', orders)).toBe(403);
    expect(await make('store/customer/*', orders)).toBe(403);
    expect(await make('store/hook/deliveryException', orders)).toBe(422);
  });
});

describe('the hooks of another app', () => {
  it('are invisible, and their limits are their own', async () => {
    const mine = await shop.hook('store/order/created');
    const theirs = await shop.hook('store/order/created', '/', 'other');
    expect(theirs).not.toBe(mine);
    const { body } = await shop.call('/v3/hooks', { token: 'other' });
    expect((body as { data: object[] }).data).toMatchObject([
      { id: theirs, client_id: 'other-app' },
    ]);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? { is_active: false } : undefined;
      expect((await shop.call(`/v3/hooks/${theirs}`, { method, body })).status).toBe(404);
    }
    expect(shop.store.hooks).toHaveLength(2);
  });

  it('are not told of the trouble of others', async () => {
    await shop.hook('store/order/created', '/mine');
    await shop.hook('store/hook/deliveryException', '/theirs', 'other');
    shop.respond(500);
    shop.place();
    await shop.quiet();
    expect(shop.received.map(({ path }) => path)).toEqual(['/mine']);
  });

  it('are signed with its own secret', async () => {
    await shop.hook('store/order/created', '/mine');
    await shop.hook('store/order/created', '/theirs', 'other');
    shop.place();
    await shop.quiet();
    const { Webhook } = await import('standardwebhooks');
    const secretOf = { '/mine': shop.store.clientSecret, '/theirs': 'other-secret' };
    for (const [path, secret] of Object.entries(secretOf)) {
      const request = shop.receiver.requests.find((each) => each.path === path);
      const { headers, body } = request ?? {};
      const standard = new Webhook(Buffer.from(secret).toString('base64'));
      const signed = standard.sign(
        String(headers?.['webhook-id']),
        new Date(shop.clock.now()),
        JSON.stringify(body),
      );
      expect(headers?.['webhook-signature']).toBe(signed);
    }
  });
});

describe('the quota', () => {
  beforeEach(async () => {
    await shop.close();
    shop = await drivenStore({ requestQuota: 10 });
  });
  const left = ({ headers }: { headers: Headers }) => headers.get('x-rate-limit-requests-left');

  it('is shared with the other apps of the store', async () => {
    expect(left(await shop.call('/v2/time'))).toBe('9');
    shop.store.spendQuota(7);
    expect(left(await shop.call('/v2/time'))).toBe('1');
    shop.store.spendQuota(5);
    expect((await shop.call('/v2/time')).status).toBe(429);
    await shop.pass(30_000);
    expect(left(await shop.call('/v2/time'))).toBe('9');
  });

  it('says when to come back, to every other one it turns away', async () => {
    shop.store.spendQuota(10);
    await shop.pass(10_500);
    const waits: (string | null)[] = [];
    for (let n = 0; n < 4; n += 1) {
      const { status, headers } = await shop.call('/v2/time');
      expect([status, headers.get('x-rate-limit-time-reset-ms')]).toEqual([429, '19500']);
      waits.push(headers.get('x-retry-after'));
    }
    expect(waits).toEqual([null, '20', null, '20']);
  });
});

describe('a failure', () => {
  it.each([423, 500, 503, 429])(
    '%i is told in the words of the version that was called',
    async (status) => {
      shop.store.fail({ kind: 'status', status }, 2);
      const v2 = await shop.call('/v2/orders');
      const v3 = await shop.call('/v3/hooks');
      expect([v2.status, v2.body]).toEqual([status, [{ status, message: expect.any(String) }]]);
      expect(v3.body).toMatchObject({ status, title: expect.any(String), errors: {} });
      expect(v2.headers.get('x-rate-limit-requests-left')).toBeNull();
    },
  );

  it('can be a web page', async () => {
    shop.store.fail({ kind: 'html', status: 503 });
    const response = await fetch(`${shop.store.url}/stores/sandbox1/v2/orders`, {
      headers: { 'x-auth-token': shop.store.accessToken },
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      503,
      'text/html; charset=UTF-8',
    ]);
  });
});
