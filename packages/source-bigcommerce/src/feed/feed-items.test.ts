import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addTowel, type FeedShop, openFeedShop, towelImage } from '../../test/feed-shop.ts';

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

describe('what is in it', () => {
  test('is what the channel shows', async () => {
    const uk = shop.sandbox.addChannel({ name: 'UK', url: 'https://uk.example.com' });
    await shop.close();
    shop = await openFeedShop({ channelId: uk.id });
    shop.sandbox.addChannel({ name: 'UK', url: 'https://uk.example.com' });
    const bath = shop.sandbox.addCategory({ name: 'Bath' });
    const baths = shop.sandbox.addCategory({ name: 'Baths', channelId: uk.id });
    towel({ name: 'Elsewhere' });
    towel({ name: 'Hidden', channelIds: [uk.id], isVisible: false });
    towel({ name: 'Both', channelIds: [1, uk.id], categoryIds: [bath.id, baths.id] });
    expect(await shop.items()).toMatchObject([
      { title: 'Both', link: 'https://uk.example.com/both/', categories: ['Baths'] },
    ]);
  });

  test('is left out when Klaviyo would not take it, and that is told', async () => {
    towel();
    const { id: bare } = shop.sandbox.addProduct({ name: 'Bare', price: '1' });
    const { id: secret } = towel({ name: 'Secret', isPriceHidden: true });
    expect(await shop.items()).toHaveLength(1);
    expect(shop.feed.lastReading()).toMatchObject({
      items: 1,
      leftOut: 2,
      leftOutProducts: [
        { productId: String(bare), why: 'it has no picture' },
        { productId: String(secret), why: 'its price is hidden' },
      ],
    });
  });

  test('has the picture that stands for none', async () => {
    await reopen({ placeholderImage: 'https://cdn.example.com/none.png' });
    shop.sandbox.addProduct({ name: 'Bare', price: '1' });
    expect(await shop.items()).toMatchObject([{ image_link: 'https://cdn.example.com/none.png' }]);
  });

  test('is not what no filter kept away', async () => {
    const odd = { name: 'Odd', calculated_price: 1, custom_url: { url: '/odd/' } };
    const picture = { primary_image: { url_standard: towelImage } };
    const data = [
      { id: 50, ...odd, ...picture, channels: [2, 3] },
      { id: 51, ...odd, ...picture, is_visible: false },
      { id: 52, ...odd, ...picture, name: 'Even', channels: [2, 1] },
    ];
    shop.sandbox.fail({ kind: 'status', status: 200, body: { data }, path: /\/products$/ });
    expect(await shop.items()).toMatchObject([{ title: 'Even' }]);
    expect(shop.feed.lastReading()).toMatchObject({ leftOut: 0 });
  });

  test('is not less because one product cannot be read', async () => {
    const { id } = towel();
    const page = { data: [{ id: 50, name: 'Odd', calculated_price: 'a lot' }, { id }] };
    shop.sandbox.fail({ kind: 'status', status: 200, body: page, path: /\/products$/ });
    towel({ name: 'Sheet' });
    expect(await shop.items()).toMatchObject([{ title: 'Sheet' }]);
    expect(shop.feed.lastReading()?.leftOutProducts).toMatchObject([
      { productId: '50', why: expect.stringContaining('calculated_price') },
      { productId: String(id) },
    ]);
  });

  test.each([
    [{}, { inventory_policy: 2 }],
    [
      { inventoryTracking: 'product', inventoryLevel: -2 },
      { inventory_policy: 1, inventory_quantity: 0 },
    ],
    [{ availability: 'disabled' }, { inventory_policy: 1, inventory_quantity: 0 }],
  ])('of %j has the stock %j', async (more, stock) => {
    towel(more);
    const [item] = await shop.items();
    expect(item).toMatchObject(stock);
    expect(Object.keys(item ?? {}).filter((name) => name.startsWith('inventory'))).toHaveLength(
      Object.keys(stock).length,
    );
  });

  test('are the variants too, if they are wanted', async () => {
    const add = () =>
      towel({
        inventoryTracking: 'variant',
        variants: [
          { options: { Size: 'S', Colour: 'Red' }, sku: 'S', price: '8', inventoryLevel: 3 },
          {
            options: { Size: 'M', Colour: 'Red' },
            imageUrl: 'https://cdn.example.com/m.jpg',
            inventoryLevel: 4,
            isDisabled: true,
          },
        ],
      });
    add();
    expect(await shop.items()).toHaveLength(1);
    await reopen({ variants: true });
    const { id } = add();
    const [small, medium] = shop.sandbox.variantsOf(id);
    towel({ name: 'Plain' });
    expect(await shop.items()).toMatchObject([
      { id: String(id), title: 'Towel', price: 10, inventory_quantity: 7 },
      {
        id: `${id}-${small?.id}`,
        item_group_id: String(id),
        variant_id: String(small?.id),
        title: 'Towel - S / Red',
        link: 'https://sandbox1.example.com/towel/',
        price: 8,
        sku: 'S',
        image_link: towelImage,
        inventory_quantity: 3,
      },
      {
        id: `${id}-${medium?.id}`,
        price: 10,
        image_link: 'https://cdn.example.com/m.jpg',
        inventory_quantity: 0,
      },
      { title: 'Plain' },
    ]);
  });
});
