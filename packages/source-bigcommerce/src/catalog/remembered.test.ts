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

describe('what is remembered', () => {
  let id: number;
  const look = async () => (await shop.look([id], 1)).get(String(id));
  beforeEach(async () => {
    id = shop.sandbox.addProduct({
      name: 'Towel',
      price: '1',
      brand: 'Fog',
      categories: ['Bath'],
    }).id;
    await look();
    shop.asked(anything);
  });

  test('of a product is read again after a quarter of an hour', async () => {
    shop.sandbox.updateProduct(id, { name: 'Sheet' });
    await shop.clock.advance(minutes(14));
    expect(await look()).toMatchObject({ name: 'Towel' });
    await shop.clock.advance(minutes(1));
    expect(await look()).toMatchObject({ name: 'Sheet', brand: 'Fog', categories: ['Bath'] });
    expect(shop.asked(anything)).toHaveLength(1);
  });

  test('of a product that has changed is read again at once', async () => {
    shop.sandbox.updateProduct(id, { name: 'Sheet' });
    shop.catalog.forget({ product: String(id) });
    expect(await look()).toMatchObject({ name: 'Sheet' });
  });

  test('of a product that is gone is gone', async () => {
    shop.sandbox.deleteProduct(id);
    shop.catalog.forget({ product: String(id) });
    expect(await look()).toBeUndefined();
  });

  test('of another product stays', async () => {
    shop.catalog.forget({ product: '12345' });
    await look();
    expect(shop.asked(anything)).toHaveLength(0);
  });

  test('of categories is read again when one has changed, and nothing else', async () => {
    const [category = 0] = shop.sandbox.addProduct({
      name: 'X',
      price: '1',
      categories: ['Bath'],
    }).categories;
    shop.sandbox.updateCategory(category, { name: 'Baths' });
    shop.catalog.forget('categories');
    expect(await look()).toMatchObject({ categories: ['Baths'] });
    expect(shop.asked(products)).toHaveLength(0);
  });

  test('of everything is read again when the store has changed', async () => {
    shop.catalog.forget('everything');
    await look();
    expect(shop.asked(products)).toHaveLength(1);
  });

  test('is not what came after it changed, but was asked for before', async () => {
    shop.catalog.forget({ product: String(id) });
    const { answered, release } = shop.hold(products);
    const before = look();
    await answered;
    shop.sandbox.updateProduct(id, { name: 'Sheet' });
    shop.catalog.forget({ product: String(id) });
    release();
    // Who asked before may still have it as it was.
    expect(await before).toMatchObject({ name: 'Towel' });
    expect(await look()).toMatchObject({ name: 'Sheet' });
  });

  test('is not what was under way when it changed', async () => {
    shop.catalog.forget({ product: String(id) });
    const { answered, release } = shop.hold(products);
    const before = look();
    await answered;
    shop.sandbox.updateProduct(id, { name: 'Sheet' });
    shop.catalog.forget({ product: String(id) });
    expect(await look()).toMatchObject({ name: 'Sheet' });
    release();
    expect(await before).toMatchObject({ name: 'Sheet' });
    expect(await look()).toMatchObject({ name: 'Sheet' });
    expect(shop.asked(products)).toHaveLength(2);
  });
});
