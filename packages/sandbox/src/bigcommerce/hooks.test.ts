import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BigCommerceSandbox, bigcommerceSandbox } from './index.ts';

let store: BigCommerceSandbox;

beforeEach(async () => {
  store = await bigcommerceSandbox({ now: () => 1_700_000_000_500, requestQuota: 1_000 });
});
afterEach(() => store.close());

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(`${store.url}/stores/sandbox1/v3/hooks${path}`, {
    method,
    headers: { 'x-auth-token': store.accessToken },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as { data: { id: number } } };
}

const orders = { scope: 'store/order/*', destination: 'https://shop.example.com/hooks' };

describe('/v3/hooks', () => {
  it('makes, lists, reads, changes and deletes', async () => {
    const created = await call('POST', '', orders);
    const { id } = created.body.data;
    expect(created).toEqual({
      status: 200,
      body: {
        data: {
          id,
          client_id: expect.any(String),
          store_hash: 'sandbox1',
          ...orders,
          headers: null,
          is_active: true,
          created_at: 1_700_000_000,
          updated_at: 1_700_000_000,
        },
        meta: {},
      },
    });
    const changed = await call('PUT', `/${id}`, { is_active: false, headers: { 'X-Key': 'k' } });
    expect(changed.body.data).toMatchObject({
      ...orders,
      is_active: false,
      headers: { 'X-Key': 'k' },
    });
    expect((await call('GET', `/${id}`)).body.data).toEqual(changed.body.data);
    expect((await call('GET', '?scope=store/order/*&is_active=false')).body.data).toHaveLength(1);
    expect((await call('GET', '?is_active=true')).body.data).toHaveLength(0);
    expect((await call('GET', '/admin')).body.data).toMatchObject({
      hooks_list: [{ id, status: 'inactive' }],
      blocked_domains: [],
    });
    expect(await call('DELETE', `/${id}`)).toMatchObject({ status: 200, body: { data: { id } } });
    expect(await call('GET', `/${id}`)).toEqual({
      status: 404,
      body: {
        status: 404,
        title: `Webhook with id [${id}] not found`,
        type: '/api-docs/getting-started/api-status-codes',
        errors: {},
      },
    });
  });

  it('allows one hook per scope and destination, and ten per scope', async () => {
    const first = await call('POST', '', orders);
    expect((await call('POST', '', orders)).status).toBe(422);
    for (let n = 2; n <= 10; n += 1) {
      const other = { ...orders, destination: `${orders.destination}/${n}` };
      expect((await call('POST', '', other)).status).toBe(200);
    }
    const eleventh = { ...orders, destination: `${orders.destination}/11` };
    expect((await call('POST', '', eleventh)).status).toBe(422);
    // Its own scope and destination are no obstacle to changing a hook.
    const { id } = first.body.data;
    expect((await call('PUT', `/${id}`, { ...orders, is_active: false })).status).toBe(200);
    const taken = { destination: `${orders.destination}/2` };
    expect((await call('PUT', `/${id}`, taken)).status).toBe(422);
  });

  it('has one hook for delivery exceptions, at an address of its own', async () => {
    const exceptions = { scope: 'store/hook/deliveryException', destination: orders.destination };
    const elsewhere = 'https://ops.example.com/hooks';
    await call('POST', '', orders);
    expect((await call('POST', '', exceptions)).status).toBe(422);
    const made = await call('POST', '', { ...exceptions, destination: elsewhere });
    expect(made.status).toBe(200);
    const second = { ...exceptions, destination: `${elsewhere}/2` };
    expect((await call('POST', '', second)).status).toBe(422);
    const taken = { scope: 'store/cart/*', destination: elsewhere };
    expect((await call('POST', '', taken)).status).toBe(422);
    const { id } = made.body.data;
    expect((await call('PUT', `/${id}`, { destination: orders.destination })).status).toBe(422);
  });

  it('wants something to change, and few headers', async () => {
    const { id } = (await call('POST', '', orders)).body.data;
    expect((await call('PUT', `/${id}`, {})).status).toBe(422);
    const headers = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`X-${n}`, 'a']));
    expect((await call('PUT', `/${id}`, { headers: headers(64) })).status).toBe(200);
    expect((await call('PUT', `/${id}`, { headers: headers(65) })).status).toBe(422);
    expect((await call('PUT', `/${id}`, { headers: { ['x'.repeat(65)]: 'a' } })).status).toBe(422);
  });

  it('keeps e-mail addresses, and only those', async () => {
    expect((await call('PUT', '/admin', { emails: ['nobody'] })).status).toBe(422);
    expect((await call('GET', '/admin')).body.data).toMatchObject({ emails: [] });
  });

  it('can be as strict as the vendor about addresses of this machine', async () => {
    await store.close();
    store = await bigcommerceSandbox({ loopbackHooks: false });
    const here = { ...orders, destination: 'http://127.0.0.1:4000/x' };
    expect((await call('POST', '', here)).status).toBe(422);
    expect((await call('POST', '', orders)).status).toBe(200);
  });

  it.each([
    'http://127.0.0.1:4000/x',
    'http://localhost:4000/x',
    'http://[::1]:4000/x',
    'https://shop.example.com:443/x',
  ])('delivers to %s', async (destination) => {
    expect((await call('POST', '', { ...orders, destination })).status).toBe(200);
  });

  it.each([
    'http://shop.example.com/x',
    'https://shop.example.com:8443/x',
    'ftp://127.0.0.1/x',
    'http://127.0.0.1.example.com/x',
    'shop',
  ])('does not deliver to %s', async (destination) => {
    expect(await call('POST', '', { ...orders, destination })).toMatchObject({
      status: 422,
      body: { status: 422, errors: { destination: expect.stringContaining('port 443') } },
    });
  });

  it.each([
    'store/order/created',
    'store/order/refund/created',
    'store/cart/lineItem/*',
    'store/customer/address/*',
    'store/channel/1/order/created',
    'store/channel/1/cart/*',
    'store/channel/updated',
    'store/product/*',
  ])('knows the scope %s', async (scope) => {
    expect((await call('POST', '', { ...orders, scope })).status).toBe(200);
  });

  it.each([
    'store/order',
    'store/order/placed',
    'store/checkout/created',
    'store/order/created/*',
    'store/channel/1/product/created',
    'store/*',
    'order/created',
  ])('does not know the scope %s', async (scope) => {
    expect((await call('POST', '', { ...orders, scope })).status).toBe(422);
  });

  it('wants JSON with a scope and a destination', async () => {
    expect((await call('POST', '', '{')).status).toBe(400);
    expect(await call('POST', '', { scope: 'store/order/*' })).toMatchObject({
      status: 422,
      body: { errors: { destination: 'error.path.missing' } },
    });
    expect((await call('POST', '', { ...orders, headers: { a: 1 } })).status).toBe(422);
  });
});
