import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BigCommerceSandbox, bigcommerceSandbox } from './index.ts';

let store: BigCommerceSandbox;
let clock: number;

beforeEach(async () => {
  clock = Date.UTC(2026, 0, 15, 12, 0, 0);
  store = await bigcommerceSandbox({ now: () => clock, requestQuota: 5 });
});
afterEach(() => store.close());

const call = (path: string, token = store.accessToken, hash = 'sandbox1') =>
  fetch(`${store.url}/stores/${hash}${path}`, { headers: { 'x-auth-token': token } });

const limits = ({ headers }: Response) =>
  ['quota', 'left'].map((name) => headers.get(`x-rate-limit-requests-${name}`)).join(' ');

describe('the front door', () => {
  it.each(['/v2/store', '/v3/hooks'])('wants the right token for %s', async (path) => {
    for (const response of [await call(path, 'wrong'), await call(path, undefined, 'other')]) {
      const body: unknown = await response.json();
      expect(response.status).toBe(401);
      expect(Array.isArray(body) ? body[0] : body).toMatchObject({ status: 401 });
      expect(Array.isArray(body)).toBe(path.startsWith('/v2'));
    }
  });

  it('answers an unknown address in the words of its version', async () => {
    const v2 = await call('/v2/nothing');
    expect([v2.status, await v2.json()]).toEqual([
      404,
      [{ status: 404, message: 'The requested resource was not found.' }],
    ]);
    const v3 = await call('/v3/nothing');
    expect([v3.status, await v3.json()]).toMatchObject([404, { status: 404, errors: {} }]);
  });

  it('counts requests in windows of 30 seconds, and turns away what is too much', async () => {
    const first = await call('/v2/time');
    expect(limits(first)).toBe('5 4');
    expect(await first.json()).toEqual({ time: clock / 1_000 });
    clock += 10_000;
    const rest = await Promise.all([1, 2, 3, 4].map(() => call('/v2/time')));
    expect(rest.every(({ ok }) => ok)).toBe(true);
    const refused = await call('/v2/time');
    expect([refused.status, limits(refused)]).toEqual([429, '5 0']);
    expect(refused.headers.get('x-rate-limit-time-reset-ms')).toBe('20000');
    expect(refused.headers.get('x-rate-limit-time-window-ms')).toBe('30000');
    clock += 20_000;
    expect(limits(await call('/v2/time'))).toBe('5 4');
  });

  it('does not charge for a wrong token', async () => {
    for (let n = 0; n < 9; n += 1) await call('/v2/time', 'wrong');
    expect((await call('/v2/time')).status).toBe(200);
  });

  it('fails on demand: throttled with the rate headers, overloaded without them', async () => {
    store.fail({ kind: 'throttle', retryAfter: 7 });
    const throttled = await call('/v2/time');
    expect([throttled.status, limits(throttled)]).toEqual([429, '5 0']);
    expect(throttled.headers.get('x-rate-limit-time-reset-ms')).toBe('7000');
    expect(throttled.headers.get('x-retry-after')).toBe('7');
    store.fail({ kind: 'status', status: 429 });
    const overloaded = await call('/v2/time');
    expect([overloaded.status, limits(overloaded)]).toEqual([429, ' ']);
    store.fail({ kind: 'status', status: 503 }, Number.POSITIVE_INFINITY);
    expect((await call('/v2/time')).status).toBe(503);
    store.recover();
    expect((await call('/v2/time')).status).toBe(200);
    expect(store.requests.map(({ status }) => status)).toEqual([429, 429, 503, 200]);
  });
});

describe('the catalog', () => {
  const data = async (path: string) => (await call(path)).json();

  it('finds products by id, without those it does not have', async () => {
    const towel = store.addProduct({
      name: 'Fog Linen Towel',
      price: '7.95',
      costPrice: '3.10',
      brand: 'Fog Linen',
      categories: ['Bath', 'Sale'],
      imageUrl: 'https://cdn.example.com/towel.jpg',
    });
    store.addProduct({ name: 'Other', price: '1' });
    expect(await data(`/v3/catalog/products?id:in=${towel.id},999&include=primary_image`)).toEqual({
      data: [
        expect.objectContaining({
          id: towel.id,
          price: 7.95,
          cost_price: 3.1,
          custom_url: { url: '/fog-linen-towel/', is_customized: false },
          primary_image: expect.objectContaining({
            url_standard: 'https://cdn.example.com/towel.jpg',
          }),
        }),
      ],
      meta: { pagination: expect.objectContaining({ total: 1, count: 1, total_pages: 1 }) },
    });
    const narrow = await data('/v3/catalog/products?include_fields=name&limit=1&page=2');
    expect(narrow).toMatchObject({
      data: [{ id: towel.id + 1, name: 'Other' }],
      meta: { pagination: { total: 2, current_page: 2, total_pages: 2 } },
    });
    expect(Object.keys((narrow as { data: object[] }).data[0] ?? {})).toEqual(['id', 'name']);
  });

  it('knows brands and categories by the ids in its products', async () => {
    const input = { name: 'A', price: '1', brand: 'Acme', categories: ['Bath', 'Sale'] };
    const product = store.addProduct(input);
    expect(store.addProduct(input)).toMatchObject({
      brand_id: product.brand_id,
      categories: product.categories,
    });
    expect(await data(`/v3/catalog/brands?id:in=${product.brand_id}`)).toMatchObject({
      data: [{ id: product.brand_id, name: 'Acme' }],
    });
    const [, sale] = product.categories;
    expect(await data(`/v3/catalog/trees/categories?category_id:in=${sale}`)).toMatchObject({
      data: [{ category_id: sale, name: 'Sale', url: { path: '/sale/' } }],
    });
  });
});

describe('the store', () => {
  it('says who it is and where its channels are', async () => {
    const store = await (await call('/v2/store')).json();
    expect(store).toMatchObject({ id: 'sandbox1', currency: 'USD' });
    const site = await (await call('/v3/channels/1/site')).json();
    expect(site).toMatchObject({
      data: { channel_id: 1, url: (store as { secure_url: string }).secure_url },
    });
  });

  it('finds customers by id and by e-mail address', async () => {
    const { id } = store.addCustomer({ email: 'Jane@Example.com', lastName: 'Doe' });
    for (const query of [`id:in=${id},77`, 'email:in=jane@example.com']) {
      expect(await (await call(`/v3/customers?${query}`)).json()).toMatchObject({
        data: [{ id, email: 'Jane@Example.com', last_name: 'Doe' }],
      });
    }
    expect(() => store.addCustomer({ email: 'jane@example.com' })).toThrow('already');
  });
});
