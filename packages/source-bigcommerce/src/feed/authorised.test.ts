import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FeedShop, openFeedShop, token } from '../../test/feed-shop.ts';
import { catalogFeed } from './catalog-feed.ts';

let shop: FeedShop;
beforeEach(async () => {
  shop = await openFeedShop();
});
afterEach(() => shop.close());

async function reopen(settings: Parameters<typeof openFeedShop>[0]): Promise<void> {
  await shop.close();
  shop = await openFeedShop(settings);
}

const imageUrl = 'https://cdn.example.com/towel.jpg';
const towel = (more: object = {}) =>
  shop.sandbox.addProduct({ name: 'Towel', price: '10', imageUrl, ...more });

describe('who may read it', () => {
  const status = async (url: string, headers: Readonly<Record<string, string>> = {}) => {
    towel();
    const response = await shop.drive(shop.feed.handle(new Request(url, { headers })));
    await response.body?.cancel();
    return response.status;
  };
  const basic = (credentials: string) => ({ authorization: `Basic ${btoa(credentials)}` });
  const url = 'https://shop.example/feed';

  test.each([
    [url, basic(`klaviyo:${token}`)],
    [url, basic(`:${token}`)],
    [`${url}?token=${token}`, {}],
    [`${url}?token=${token}`, basic('somebody:else')],
  ])('is who has the token: %s %j', async (address, headers) => {
    expect(await status(address, headers)).toBe(200);
  });

  test.each([
    [url, {}],
    [`${url}?token=`, {}],
    [`${url}?token=${token}x`, {}],
    [url, basic(`klaviyo:${token}x`)],
    [url, basic(`${token}:`)],
    [url, { authorization: `Bearer ${token}` }],
    [url, { authorization: 'Basic' }],
  ])('is nobody else: %s %j', async (address, headers) => {
    expect(await status(address, headers)).toBe(401);
    expect(shop.sandbox.requests).toEqual([]);
  });

  test('is everybody when it is public', async () => {
    await reopen({ token: undefined, public: true });
    expect(await status(url)).toBe(200);
  });

  test('must be said', () => {
    const settings = { storeHash: 'abc123', accessToken: 'token' };
    expect(() => catalogFeed(settings)).toThrow('public');
    expect(() => catalogFeed({ ...settings, token, public: true })).toThrow('not both');
    expect(() => catalogFeed({ ...settings, token: 'short' })).toThrow('16');
  });
});
