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

describe('a catalogue that does not answer', () => {
  let id: number;
  const look = async () => (await shop.look([id], 1)).get(String(id));
  beforeEach(() => {
    id = shop.sandbox.addProduct({ name: 'Towel', price: '1' }).id;
  });

  test('keeps an order for three seconds, and the next ones not at all until it does', async () => {
    // So that where products are shown is known.
    await shop.look([shop.sandbox.addProduct({ name: 'Sheet', price: '1' }).id], 1);
    shop.asked(anything);
    shop.sandbox.fail({ kind: 'slow', ms: 600_000, path: products });
    const sent = shop.traffic.sent(products);
    const first = look();
    let isOver = false;
    void first.then(() => {
      isOver = true;
    });
    await sent;
    await shop.clock.advance(2_999);
    expect(isOver).toBe(false);
    await shop.clock.advance(1);
    expect(await first).toBeUndefined();
    expect(await look()).toBeUndefined();
    expect(shop.asked(products)).toHaveLength(1);
    expect(shop.tally.counts.lookUpsFailed).toBe(2);
    expect(shop.log).toEqual([
      expect.stringMatching(/The products .* cannot be read.*CATALOG_TOO_SLOW/),
    ]);

    // The request is given up, and the API opens again.
    await shop.clock.advance(12_000);
    await shop.traffic.idle();
    await shop.clock.advance(5_000);
    expect(await look()).toMatchObject({ name: 'Towel' });
    expect(shop.log).toHaveLength(2);
    expect(shop.log[1]).toContain('can be read again');
  });

  test.each([
    { kind: 'status', status: 500 } as const,
    { kind: 'html' } as const,
    { kind: 'status', status: 429 } as const,
    { kind: 'throttle' } as const,
    { kind: 'reset' } as const,
    { kind: 'status', status: 403 } as const,
    { kind: 'status', status: 200, body: { data: [{ name: 'no id' }] } } as const,
    { kind: 'status', status: 200, body: '<html>' } as const,
  ])('is no trouble of the order: %j', async (fault) => {
    await look();
    await shop.clock.advance(minutes(20));
    shop.sandbox.fail({ ...fault, path: products }, Number.POSITIVE_INFINITY);
    // What is remembered is taken, however old.
    expect(await look()).toMatchObject({ name: 'Towel' });
    const other = shop.sandbox.addProduct({ name: 'Sheet', price: '1' });
    const looking = shop.look([other.id, id], 1);
    await shop.clock.advance(3_000);
    expect((await looking).size).toBe(1);
    expect(shop.tally.counts.lookUpsFailed).toBe(2);
    expect(shop.log).toHaveLength(1);
  });

  test('for want of a scope is not asked for ten minutes', async () => {
    shop.sandbox.fail({ kind: 'status', status: 403, path: products }, Number.POSITIVE_INFINITY);
    for (let order = 0; order < 5; order += 1) await look();
    expect(shop.asked(products)).toHaveLength(1);
    expect(shop.log).toEqual([expect.stringContaining('Products (read-only)')]);
    shop.sandbox.recover();
    await shop.clock.advance(minutes(10));
    expect(await look()).toMatchObject({ name: 'Towel' });
  });

  test('goes without what is missing, and has the rest', async () => {
    shop.sandbox.updateProduct(id, { brand: 'Fog', categories: ['Bath'] });
    shop.sandbox.fail({ kind: 'status', status: 400, path: /brands$/ }, Number.POSITIVE_INFINITY);
    const found = await look();
    expect(found).toMatchObject({ name: 'Towel', categories: ['Bath'] });
    expect(found).not.toHaveProperty('brand');
  });

  test('lets those go who stop waiting', async () => {
    shop.sandbox.fail({ kind: 'slow', ms: 600_000, path: products });
    const stop = new AbortController();
    const sent = shop.traffic.sent(products);
    const looking = shop.catalog.products([String(id)], 1, stop.signal);
    await sent;
    stop.abort();
    expect(await looking).toEqual(new Map());
    expect(shop.tally.counts.lookUpsFailed).toBe(0);
    expect(shop.log).toEqual([]);
  });
});

test('nothing is left behind when the source stops', async () => {
  const { id } = shop.sandbox.addProduct({ name: 'Towel', price: '1' });
  shop.sandbox.fail({ kind: 'slow', ms: 600_000, path: products });
  const sent = shop.traffic.sent(products);
  const looking = shop.look([id], 1);
  await sent;
  await shop.close();
  expect(await looking).toEqual(new Map());
  expect(shop.clock.pending).toBe(0);
  expect(shop.log).toEqual([]);
  shop = await openCatalogShop();
});
