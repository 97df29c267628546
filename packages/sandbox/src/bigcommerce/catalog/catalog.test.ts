import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BigCommerceSandbox, bigcommerceSandbox } from '../index.ts';

let store: BigCommerceSandbox;
let clock: number;

beforeEach(async () => {
  clock = Date.UTC(2026, 0, 15, 12, 0, 0);
  store = await bigcommerceSandbox({ now: () => clock, requestQuota: 1_000 });
});
afterEach(() => store.close());

interface Answer {
  readonly status: number;
  readonly body: { readonly data: readonly { readonly id: number }[] };
}

async function get(path: string): Promise<Answer> {
  const response = await fetch(`${store.url}/stores/sandbox1/v3${path}`, {
    headers: { 'x-auth-token': store.accessToken },
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}
const ids = async (path: string) => (await get(path)).body.data.map(({ id }) => id);

describe('a product with options', () => {
  const shirt = () =>
    store.addProduct({
      name: 'Shirt',
      price: '20',
      salePrice: '15',
      retailPrice: '25',
      imageUrl: 'https://cdn.example.com/shirt.jpg',
      moreImageUrls: ['https://cdn.example.com/back.jpg'],
      inventoryTracking: 'variant',
      variants: [
        { options: { Size: 'S', Colour: 'Red' }, sku: 'S-RED', inventoryLevel: 3 },
        {
          options: { Size: 'M', Colour: 'Red' },
          price: '22',
          imageUrl: 'https://cdn.example.com/m.jpg',
          inventoryLevel: 4,
        },
      ],
    });

  it('has a variant for each choice, and none that stands for itself', async () => {
    const product = shirt();
    expect(product).toMatchObject({
      base_variant_id: null,
      price: 20,
      sale_price: 15,
      retail_price: 25,
      calculated_price: 15,
      inventory_level: 7,
    });
    const { body } = await get(`/catalog/products/${product.id}?include=variants,options,images`);
    expect(body.data).toMatchObject({
      images: [
        { is_thumbnail: true, url_standard: 'https://cdn.example.com/shirt.jpg' },
        { is_thumbnail: false, sort_order: 1 },
      ],
      options: [
        { display_name: 'Size', option_values: [{ label: 'S' }, { label: 'M' }] },
        { display_name: 'Colour', option_values: [{ label: 'Red' }] },
      ],
      variants: [
        { sku: 'S-RED', price: null, calculated_price: 15, image_url: '', inventory_level: 3 },
        {
          sku: '',
          sku_id: null,
          price: 22,
          calculated_price: 22,
          image_url: 'https://cdn.example.com/m.jpg',
        },
      ],
    });
    expect(await ids(`/catalog/variants?product_id:in=${product.id}`)).toEqual(
      store.variantsOf(product.id).map(({ id }) => id),
    );
  });

  it('keeps the ids of its variants when it changes', () => {
    const { id } = shirt();
    const before = store.variantsOf(id).map((variant) => variant.id);
    store.updateProduct(id, { name: 'Another shirt' });
    expect(store.variantsOf(id).map((variant) => variant.id)).toEqual(before);
  });
});

describe('the list of products', () => {
  beforeEach(() => {
    for (let n = 1; n <= 12; n += 1) {
      store.addProduct({ name: `Product ${n}`, price: '1', isVisible: n !== 3 });
      clock += 1_000;
    }
  });

  it.each([
    ['id:greater=86', [87, 88]],
    ['id:min=87', [87, 88]],
    ['id:less=79&direction=desc', [78, 77]],
    ['id:in=88,77,999', [77, 88]],
    ['is_visible=false', [79]],
    ['date_modified:min=2026-01-15T12:00:10Z', [87, 88]],
    ['name=Product 2', [78]],
    ['limit=2&page=2', [79, 80]],
  ])('answers %s', async (query, found) => {
    expect(await ids(`/catalog/products?${query}`)).toEqual(found);
  });

  it('has ten at most on a page that shows options or modifiers', async () => {
    expect(await ids('/catalog/products?include=options&limit=250')).toHaveLength(10);
    expect(await ids('/catalog/products?include=modifiers&page=2')).toEqual([87, 88]);
    expect(await ids('/catalog/products?include=variants&limit=250')).toHaveLength(12);
  });

  it('refuses a filter that it does not know', async () => {
    expect(await get('/catalog/products?colour=red')).toMatchObject({
      status: 422,
      body: { title: expect.stringContaining('colour') },
    });
  });
});

describe('several storefronts', () => {
  it('have a site, a tree of categories and products of their own', async () => {
    const uk = store.addChannel({ name: 'UK', url: 'https://uk.example.com', currency: 'GBP' });
    const bath = store.addCategory({ name: 'Bath' });
    const baths = store.addCategory({ name: 'Baths', channelId: uk.id });
    const small = store.addCategory({ name: 'Small', parentId: baths.id });
    const both = store.addProduct({
      name: 'Towel',
      price: '5',
      categoryIds: [bath.id, small.id],
      channelIds: [1, uk.id],
    });
    store.addProduct({ name: 'Soap', price: '2' });

    expect(await ids(`/catalog/products?channel_id:in=${uk.id}`)).toEqual([both.id]);
    expect(
      (await get(`/catalog/products/channel-assignments?channel_id:in=${uk.id}`)).body,
    ).toEqual({
      data: [{ product_id: both.id, channel_id: uk.id }],
      meta: expect.anything(),
    });
    expect((await get(`/catalog/trees?channel_id:in=${uk.id}`)).body.data).toEqual([
      { id: small.treeId, name: 'UK', channels: [uk.id] },
    ]);
    expect(
      (await get(`/catalog/trees/categories?tree_id:in=${small.treeId}`)).body.data,
    ).toMatchObject([
      { category_id: baths.id, name: 'Baths', parent_id: 0 },
      { category_id: small.id, url: { path: '/baths/small/' }, parent_id: baths.id },
    ]);
    expect((await get(`/channels/${uk.id}/site`)).body.data).toMatchObject({
      channel_id: uk.id,
      url: 'https://uk.example.com',
    });
    expect((await get(`/channels/${uk.id}/currency-assignments`)).body.data).toMatchObject({
      default_currency: 'GBP',
    });
    expect(await ids('/sites')).toHaveLength(2);
  });

  it('are not markets: those have neither a site nor a tree', async () => {
    const market = store.addChannel({ name: 'Market', type: 'marketplace' });
    expect((await get(`/channels/${market.id}/site`)).status).toBe(404);
    expect((await get(`/catalog/trees?channel_id:in=${market.id}`)).body.data).toEqual([]);
    expect((await get(`/channels/${market.id}`)).body.data).toMatchObject({ type: 'marketplace' });
  });
});

it('a price list says what variants cost on a channel', async () => {
  const product = store.addProduct({ name: 'Towel', price: '5' });
  const [variant] = store.variantsOf(product.id);
  const list = store.addPriceList({
    name: 'Default',
    channelId: 1,
    records: [{ variantId: variant?.id ?? 0, currency: 'USD', price: '4.50', salePrice: '4' }],
  });
  expect((await get('/pricelists/assignments?channel_id:in=1')).body.data).toMatchObject([
    { price_list_id: list.id, channel_id: 1, customer_group_id: null },
  ]);
  const records = await get(`/pricelists/${list.id}/records?product_id:in=${product.id}`);
  expect(records.body.data).toMatchObject([
    { variant_id: variant?.id, price: 4.5, sale_price: 4, calculated_price: 4, currency: 'usd' },
  ]);
  expect((await get('/pricelists/99/records')).status).toBe(404);
});

describe('what changes in the catalogue', () => {
  const told = () => store.deliveries.map(({ scope }) => scope).sort();

  beforeEach(async () => {
    for (const scope of ['product', 'category', 'channel', 'information']) {
      await fetch(`${store.url}/stores/sandbox1/v3/hooks`, {
        method: 'POST',
        headers: { 'x-auth-token': store.accessToken },
        // Nobody listens there: that it was tried is what counts here.
        body: JSON.stringify({ scope: `store/${scope}/*`, destination: 'http://127.0.0.1:1/x' }),
      });
    }
  });

  it('is told by webhooks', async () => {
    const { id } = store.addProduct({ name: 'Towel', price: '5' });
    store.updateProduct(id, { price: '6' });
    store.updateProduct(id, { inventoryLevel: 3 });
    store.deleteProduct(id);
    const category = store.addCategory({ name: 'Bath' });
    store.updateCategory(category.id, { name: 'Baths' });
    store.deleteCategory(category.id);
    store.addChannel({ name: 'UK' });
    store.updateStore({ timeZone: 'Europe/London' });
    await store.settled({ ignoreRetries: true });
    expect(told()).toEqual([
      'store/category/created',
      'store/category/deleted',
      'store/category/updated',
      'store/channel/created',
      'store/information/updated',
      'store/product/created',
      'store/product/deleted',
      'store/product/inventory/updated',
      'store/product/updated',
    ]);
  });

  it('is so for all who ask', async () => {
    const bath = store.addCategory({ name: 'Bath' });
    const inner = store.addCategory({ name: 'Inner', parentId: bath.id });
    const { id } = store.addProduct({ name: 'Towel', price: '5', categoryIds: [inner.id] });
    clock += 5_000;
    expect(store.updateProduct(id, { name: 'Bath towel' })).toMatchObject({
      name: 'Bath towel',
      price: 5,
      date_created: '2026-01-15T12:00:00+00:00',
      date_modified: '2026-01-15T12:00:05+00:00',
    });
    store.deleteCategory(bath.id);
    expect((await get('/catalog/trees/categories')).body.data).toEqual([]);
    expect((await get(`/catalog/products/${id}`)).body.data).toMatchObject({ categories: [] });
    store.deleteProduct(id);
    expect(await ids(`/catalog/products?id:in=${id}`)).toEqual([]);
    expect((await get(`/catalog/products/${id}`)).status).toBe(404);
    expect(store.addProduct({ name: 'Next', price: '1' }).id).toBe(id + 1);
  });
});
