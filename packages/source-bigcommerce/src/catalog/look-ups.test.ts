import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CatalogShop, openCatalogShop } from '../../test/catalog-shop.ts';

let shop: CatalogShop;
beforeEach(async () => {
  shop = await openCatalogShop();
});
afterEach(() => shop.close());

const products = /\/catalog\/products$/;
const anything = /./;
const minutes = (count: number) => count * 60_000;

describe('a product', () => {
  test('has its brand, its categories, its picture and its address by name', async () => {
    const towel = shop.sandbox.addProduct({
      name: 'Fog Linen Towel',
      price: '7.95',
      brand: 'Fog Linen',
      categories: ['Bath', 'Sale'],
      path: '/bath/fog linen/',
      imageUrl: 'https://cdn.example.com/towel.jpg',
      variants: [
        { options: { Colour: 'Red' }, sku: 'T-RED', imageUrl: 'https://cdn.example.com/red.jpg' },
        { options: { Colour: 'Blue' } },
      ],
    });
    const [red, blue] = shop.sandbox.variantsOf(towel.id);
    expect(await shop.look([towel.id], 1)).toEqual(
      new Map([
        [
          String(towel.id),
          {
            name: 'Fog Linen Towel',
            url: 'https://sandbox1.example.com/bath/fog%20linen/',
            // Not one of the smaller pictures.
            imageUrl: 'https://cdn.example.com/towel.jpg',
            brand: 'Fog Linen',
            categories: ['Bath', 'Sale'],
            variants: new Map([
              [String(red?.id), { sku: 'T-RED', imageUrl: 'https://cdn.example.com/red.jpg' }],
              [String(blue?.id), {}],
            ]),
          },
        ],
      ]),
    );
    expect(shop.tally.counts.lookUpsFailed).toBe(0);
  });

  test('that has none of it has none of it', async () => {
    const { id } = shop.sandbox.addProduct({ name: 'Plain', price: '1', isVisible: false });
    const found = await shop.look([id], 1);
    // Shoppers would find nothing at its address.
    expect(found.get(String(id))).toEqual({
      name: 'Plain',
      categories: [],
      variants: expect.any(Map),
    });
  });

  test('that does not exist is not there, and is not asked for again for five minutes', async () => {
    expect(await shop.look([999], 1)).toEqual(new Map());
    shop.asked(anything);
    await shop.look([999], 1);
    await shop.clock.advance(minutes(4));
    await shop.look([999], 1);
    expect(shop.asked(products)).toHaveLength(0);
    await shop.clock.advance(minutes(1));
    await shop.look([999], 1);
    expect(shop.asked(products)).toHaveLength(1);
    expect(shop.tally.counts.lookUpsFailed).toBe(0);
  });

  test.each(['', '0', '-1', 'x', '1,2', '77&limit=1'])('is never called "%s"', async (id) => {
    const none = new AbortController().signal;
    expect(await shop.catalog.products([id], 1, none)).toEqual(new Map());
    expect(shop.asked(anything)).toHaveLength(0);
  });
});

describe('on several storefronts', () => {
  test('a product has the address and the categories of the one that was asked for', async () => {
    const uk = shop.sandbox.addChannel({ name: 'UK', url: 'https://uk.example.com/shop/' });
    const bath = shop.sandbox.addCategory({ name: 'Bath' });
    const baths = shop.sandbox.addCategory({ name: 'Baths', channelId: uk.id });
    const { id } = shop.sandbox.addProduct({
      name: 'Towel',
      price: '1',
      categoryIds: [bath.id, baths.id],
    });
    const on = async (channelId?: number) => (await shop.look([id], channelId)).get(String(id));
    expect(await on(1)).toMatchObject({
      url: 'https://sandbox1.example.com/towel/',
      categories: ['Bath'],
    });
    expect(await on(uk.id)).toMatchObject({
      url: 'https://uk.example.com/shop/towel/',
      categories: ['Baths'],
    });
    expect(await on()).toMatchObject({ categories: ['Bath'] });
  });

  test('a marketplace, which has no address of its own, goes by the default one', async () => {
    const market = shop.sandbox.addChannel({ name: 'Market', type: 'marketplace' });
    const { id } = shop.sandbox.addProduct({ name: 'Towel', price: '1', categories: ['Bath'] });
    expect((await shop.look([id], market.id)).get(String(id))).toMatchObject({
      url: 'https://sandbox1.example.com/towel/',
      categories: ['Bath'],
    });
  });

  test('no name is told while it is not known whose it is', async () => {
    const { id } = shop.sandbox.addProduct({ name: 'Towel', price: '1', categories: ['Bath'] });
    shop.sandbox.fail({ kind: 'status', status: 400, path: /\/trees$/ }, Number.POSITIVE_INFINITY);
    expect((await shop.look([id], 1)).get(String(id))).toMatchObject({ categories: [] });
    expect(shop.tally.counts.lookUpsFailed).toBe(1);
  });
});

describe('requests', () => {
  test('are one for all who ask at the same time, and none for those who ask again', async () => {
    const ids = Array.from(
      { length: 60 },
      (_, n) => shop.sandbox.addProduct({ name: `Product ${n}`, price: '1' }).id,
    );
    const orders = ids.map((id, n) => shop.look([id, ids[(n + 1) % 60] ?? 0], 1));
    for (const order of await Promise.all(orders)) expect(order.size).toBe(2);
    expect(shop.asked(products)).toHaveLength(1);
    await shop.look(ids, 1);
    expect(shop.asked(anything)).toHaveLength(0);
  });

  test('have a hundred ids at most, and two are under way at most', async () => {
    const ids = Array.from(
      { length: 450 },
      (_, n) => shop.sandbox.addProduct({ name: `Product ${n}`, price: '1' }).id,
    );
    const order = await shop.look(ids, 1);
    expect(order.size).toBe(450);
    expect(
      shop.asked(products).map(({ searchParams }) => searchParams.get('id:in')?.split(',').length),
    ).toEqual([100, 100, 100, 100, 50]);
    // Two of products, and those of the channel's site and trees.
    expect(shop.traffic.most).toBeLessThanOrEqual(4);
  });

  test('who asks while one is under way goes with the next one', async () => {
    const [a, b, c, d] = [1, 2, 3, 4].map(
      (n) => shop.sandbox.addProduct({ name: `Product ${n}`, price: '1' }).id,
    ) as [number, number, number, number];
    shop.sandbox.fail({ kind: 'slow', ms: 50, path: products }, 2);
    const looks = [shop.look([a], 1)];
    await shop.traffic.sent(products);
    looks.push(shop.look([b], 1));
    await shop.traffic.sent(products);
    looks.push(shop.look([c], 1), shop.look([d], 1), shop.look([a], 1));
    expect((await Promise.all(looks)).map(({ size }) => size)).toEqual([1, 1, 1, 1, 1]);
    expect(shop.asked(products)).toHaveLength(3);
  });
});
