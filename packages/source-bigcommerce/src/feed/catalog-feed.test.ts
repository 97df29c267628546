import { XMLParser } from 'fast-xml-parser';
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

describe('the feed', () => {
  test('has all that Klaviyo wants to know of a product', async () => {
    const { id } = towel({
      name: 'Fog Linen Towel',
      sku: 'FOG-1',
      price: '7.95',
      retailPrice: '10',
      brand: 'Fog & Co',
      categories: ['Bath, Bed', 'Sale'],
      description:
        '<h2>Soft</h2><p>Made of <b>linen</b> &amp; <a href="https://x.example">fog</a>.</p>',
      inventoryTracking: 'product',
      inventoryLevel: 25,
    });
    expect(await shop.items()).toEqual([
      {
        id: String(id),
        title: 'Fog Linen Towel',
        link: 'https://sandbox1.example.com/fog-linen-towel/',
        description: 'Soft Made of linen & fog.',
        price: 7.95,
        compare_at_price: 10,
        currency: 'USD',
        image_link: towelImage,
        categories: ['Bath, Bed', 'Sale'],
        brand: 'Fog & Co',
        sku: 'FOG-1',
        inventory_quantity: 25,
        inventory_policy: 1,
      },
    ]);
    expect(shop.feed.lastReading()).toMatchObject({ ended: 'complete', items: 1, leftOut: 0 });
  });

  test('says the same in XML, one level deep', async () => {
    towel({ name: 'Bed & <Bath>', description: 'a < b', categories: ['Bath, Bed', 'Sale'] });
    towel({ name: 'Sheet' });
    const response = await shop.get('/feed.xml');
    expect(response.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    const parsed: unknown = new XMLParser({ parseTagValue: false }).parse(
      await shop.drive(response.text()),
    );
    expect(parsed).toMatchObject({
      Products: {
        Product: [
          {
            title: 'Bed & <Bath>',
            price: '10',
            categories: 'Bath Bed,Sale',
            image_link: towelImage,
          },
          { title: 'Sheet', description: 'Sheet', categories: '' },
        ],
      },
    });
  });

  test.each([
    ['/feed', {}, 'json'],
    ['/feed.json', {}, 'json'],
    ['/feed.xml', {}, 'xml'],
    ['/feed?format=xml', {}, 'xml'],
    ['/feed.xml?format=json', {}, 'json'],
    ['/feed', { accept: 'application/xml' }, 'xml'],
    ['/feed', { accept: 'text/html,application/xml;q=0.9,*/*;q=0.8' }, 'json'],
    ['/feed', { accept: '*/*' }, 'json'],
  ])('at %s with %j is %s', async (path, headers, format) => {
    towel();
    const response = await shop.get(path, { headers });
    expect(response.headers.get('content-type')).toBe(`application/${format}; charset=utf-8`);
    await shop.drive(response.text());
  });

  test('is in no other format', async () => {
    expect((await shop.get('/feed?format=csv')).status).toBe(400);
    expect((await shop.get('/feed?format=constructor')).status).toBe(400);
  });

  test('names the format to who only asks for the head', async () => {
    const response = await shop.get('/feed.xml', { method: 'HEAD' });
    expect([response.status, response.body]).toEqual([200, null]);
    expect(response.headers.get('content-type')).toContain('xml');
    expect(shop.sandbox.requests).toEqual([]);
  });

  test('is only read', async () => {
    const response = await shop.get('/feed', { method: 'POST' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('a feed that cannot be made', () => {
  test('of a channel without an address is refused', async () => {
    const { id: channelId } = shop.sandbox.addChannel({ name: 'Market', type: 'marketplace' });
    await reopen({ channelId });
    shop.sandbox.addChannel({ name: 'Market', type: 'marketplace' });
    expect((await shop.get()).status).toBe(500);
    expect(shop.feed.lastReading()).toMatchObject({
      ended: 'broken',
      reason: expect.stringContaining(`the channel ${channelId} has no site`),
    });
  });

  test('because nothing is in it is refused: it would empty the catalogue', async () => {
    towel({ isVisible: false });
    shop.sandbox.addProduct({ name: 'No picture', price: '1' });
    const response = await shop.get();
    expect([response.status, await response.json()]).toMatchObject([503, { error: 'EMPTY_FEED' }]);
    expect(shop.log).toEqual([expect.stringMatching(/^error/)]);
  });
});
