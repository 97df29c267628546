import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addTowel, type FeedShop, openFeedShop } from '../../test/feed-shop.ts';

let shop: FeedShop;
beforeEach(async () => {
  shop = await openFeedShop();
});
afterEach(() => shop.close());

async function reopen(settings: Parameters<typeof openFeedShop>[0]): Promise<void> {
  await shop.close();
  shop = await openFeedShop(settings);
}

const towel = (more: object = {}) => addTowel(shop, more);

describe('prices', () => {
  test('are those of a sale, beside what it was before', async () => {
    towel({ price: '10', salePrice: '8.5', retailPrice: '9' });
    expect(await shop.items()).toMatchObject([{ price: 8.5, compare_at_price: 10 }]);
  });

  test('are those of the price list of the channel', async () => {
    const simple = towel({ name: 'Simple', price: '10' });
    const complex = towel({
      name: 'Complex',
      price: '20',
      variants: [{ options: { Size: 'S' } }, { options: { Size: 'M' } }],
    });
    towel({ name: 'Not listed', price: '30' });
    const variants = [simple, complex].flatMap(({ id }) => shop.sandbox.variantsOf(id));
    const record = (index: number, price: string, more: object = {}) => ({
      variantId: variants[index]?.id ?? 0,
      currency: 'USD',
      price,
      ...more,
    });
    shop.sandbox.addPriceList({ name: 'Another channel', channelId: 2, records: [record(0, '1')] });
    shop.sandbox.addPriceList({
      name: 'A group',
      channelId: 1,
      customerGroupId: 3,
      records: [record(0, '2')],
    });
    shop.sandbox.addPriceList({
      name: 'Ours',
      channelId: 1,
      records: [
        record(0, '9', { salePrice: '8' }),
        record(0, '1', { currency: 'EUR' }),
        record(2, '18'),
      ],
    });
    expect(await shop.items()).toMatchObject([
      { title: 'Simple', price: 8, compare_at_price: 9 },
      { title: 'Complex', price: 18 },
      { title: 'Not listed', price: 30 },
    ]);
  });

  test('are in the currency of the channel, by the rates of the store', async () => {
    const add = () =>
      shop.sandbox.addChannel({ name: 'Japan', url: 'https://jp.example.com', currency: 'JPY' });
    const { id: channelId } = add();
    await reopen({ channelId });
    add();
    shop.sandbox.addCurrency({ code: 'JPY', exchangeRate: '151.49', decimalPlaces: 0 });
    towel({ name: 'Reckoned', price: '9.99', channelIds: [channelId] });
    const listed = towel({ name: 'Listed', price: '9.99', channelIds: [channelId] });
    shop.sandbox.addPriceList({
      name: 'Japan',
      channelId,
      records: [
        {
          variantId: shop.sandbox.variantsOf(listed.id)[0]?.id ?? 0,
          currency: 'JPY',
          price: '1480',
        },
      ],
    });
    expect(await shop.items()).toMatchObject([
      { title: 'Reckoned', price: 1513, currency: 'JPY' },
      { title: 'Listed', price: 1480, currency: 'JPY' },
    ]);
  });
});
