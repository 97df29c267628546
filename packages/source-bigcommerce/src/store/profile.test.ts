import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CatalogShop, openCatalogShop } from '../../test/catalog-shop.ts';

let shop: CatalogShop;
beforeEach(async () => {
  shop = await openCatalogShop();
});
afterEach(() => shop.close());

const hour = 3_600_000;
const patience = new AbortController().signal;
const information = () => shop.store.information(patience);
const asked = () => shop.asked(/\/v2\/store$/).length;

test('the store says where and how it reckons', async () => {
  shop.sandbox.updateStore({
    timeZone: 'Europe/London',
    currency: 'JPY',
    decimalPlaces: 0,
    pricesIncludeTax: true,
  });
  expect(await information()).toEqual({
    timeZone: 'Europe/London',
    currency: 'JPY',
    decimalPlaces: 0,
    pricesIncludeTax: true,
    defaultChannelId: 1,
  });
});

test('it is asked once an hour, by all together', async () => {
  await Promise.all([information(), information(), information()]);
  await shop.clock.advance(hour - 1);
  await information();
  expect(asked()).toBe(1);
  shop.sandbox.updateStore({ timeZone: 'Asia/Tokyo' });
  await shop.clock.advance(1);
  expect(await information()).toMatchObject({ timeZone: 'Asia/Tokyo' });
});

test('it is asked again at once when it has changed', async () => {
  await information();
  shop.sandbox.updateStore({ timeZone: 'Asia/Tokyo' });
  shop.store.forget();
  expect(await information()).toMatchObject({ timeZone: 'Asia/Tokyo' });
});

test('what was under way when it changed is not remembered', async () => {
  const { answered, release } = shop.hold(/\/v2\/store$/);
  const before = information();
  await answered;
  shop.sandbox.updateStore({ timeZone: 'Asia/Tokyo' });
  shop.store.forget();
  release();
  expect(await before).toMatchObject({ timeZone: 'America/Chicago' });
  expect(await information()).toMatchObject({ timeZone: 'Asia/Tokyo' });
});

test('while it cannot be read it is as it was', async () => {
  await information();
  await shop.clock.advance(hour);
  shop.sandbox.fail({ kind: 'status', status: 500 });
  expect(await information()).toMatchObject({ timeZone: 'America/Chicago' });
});

test('it is not as it was once it is known to have changed', async () => {
  await information();
  shop.store.forget();
  shop.sandbox.fail({ kind: 'status', status: 500 });
  await expect(information()).rejects.toMatchObject({ code: 'BIGCOMMERCE_UNAVAILABLE' });
  // And it is asked again, once the API lets it.
  const again = information();
  await shop.clock.advance(1_000);
  expect(await again).toMatchObject({ timeZone: 'America/Chicago' });
});

test.each([
  [{ timezone: { name: 'Middle-earth/Shire' }, currency: 'USD' }, 'timezone.name'],
  [{ timezone: {}, currency: 'USD' }, 'timezone.name'],
  [{ timezone: { name: 'Europe/London' }, currency: '' }, 'currency'],
])('a store that says %j cannot be reckoned with', async (body, field) => {
  shop.sandbox.fail({ kind: 'status', status: 200, body });
  await expect(information()).rejects.toThrow(field);
});

test('who stops waiting is let go, and nobody else', async () => {
  const { answered, release } = shop.hold(/\/v2\/store$/);
  const stop = new AbortController();
  const impatient = shop.store.information(stop.signal);
  const patient = information();
  await answered;
  stop.abort();
  await expect(impatient).rejects.toThrow('aborted');
  release();
  expect(await patient).toMatchObject({ currency: 'USD' });
});
