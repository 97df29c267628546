import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Carts, openCarts } from '../../test/carts.ts';
import { bigcommerceRules } from '../../test/rules.ts';
import { bigcommerce } from '../bigcommerce.ts';

const recovery = {
  url: 'https://shop.example/recover?from=email',
  secret: 'a secret of the recovery links',
  fallbackUrl: 'https://shop.example/',
};
let shop: Carts;
beforeEach(async () => {
  shop = await openCarts({ recovery });
});
afterEach(() => shop.close());

/** The link in the event of a cart that was told of. */
async function link(): Promise<{ id: string; url: string }> {
  const { id } = shop.cart();
  await shop.does(() => shop.sandbox.setCartEmail(id, 'ada@example.org'));
  return { id, url: String(shop.checkouts.at(-1)?.properties?.['checkout_url']) };
}

const follow = (url: string, method = 'GET') => shop.source.recover(new Request(url, { method }));
const locationOf = (response: Response) => response.headers.get('location') ?? '';

describe('a recovery link', () => {
  test('brings the shopper to the cart, each time anew, with what the link says of the visit', async () => {
    const { id, url } = await link();
    expect(url).toMatch(/^https:\/\/shop\.example\/recover\?from=email&cart=/);
    for (let n = 0; n < 2; n += 1) {
      const response = await follow(
        `${url}&utm_source=Klaviyo&_kx=abc%3D&next=https://evil.example`,
      );
      expect(response.status).toBe(302);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(shop.sandbox.followRedirect(locationOf(response))).toEqual({
        cartId: id,
        query: { utm_source: 'Klaviyo', _kx: 'abc=' },
      });
    }
  });

  test('leads into the shop when the cart is gone', async () => {
    const { id, url } = await link();
    shop.sandbox.deleteCart(id);
    const response = await follow(url);
    expect([response.status, locationOf(response)]).toEqual([302, recovery.fallbackUrl]);
  });

  test.each([
    ['without a signature', (url: string) => url.replace(/&sig=.*/, '')],
    ['with a wrong signature', (url: string) => url.replace(/sig=./, 'sig=_')],
    ['with a longer signature', (url: string) => `${url}A`],
    [
      'of another cart',
      (url: string) => url.replace(/cart=[^&]*/, 'cart=0b7cf5a2-5dd4-4a5c-9d77-6f0a3f0f9c11'),
    ],
    ['of no cart', (url: string) => url.replace(/cart=[^&]*/, 'cart=..%2F..%2Forders')],
    ['with nothing at all', () => recovery.url],
  ])('%s leads into the shop, and BigCommerce is not asked', async (_, change) => {
    const { url } = await link();
    // A first character that happens to be the one put in its place would be no change.
    const changed = change(url) === url ? url.replace(/sig=./, 'sig=-') : change(url);
    const response = await follow(changed);
    expect([response.status, locationOf(response)]).toEqual([302, recovery.fallbackUrl]);
    expect(shop.requests(/redirect_urls/)).toBe(0);
  });

  test('that is only looked at uses nothing up', async () => {
    const { url } = await link();
    expect((await follow(url, 'HEAD')).status).toBe(200);
    expect((await follow(url, 'POST')).status).toBe(405);
    expect(shop.requests(/redirect_urls/)).toBe(0);
  });

  test('leads into the shop when BigCommerce fails, or answers nonsense', async () => {
    const { url } = await link();
    for (const fault of [
      { kind: 'status', status: 503 },
      { kind: 'status', status: 403 },
      { kind: 'html', status: 200 },
      { kind: 'status', status: 200, body: { data: { checkout_url: 'javascript:alert(1)' } } },
    ] as const) {
      shop.sandbox.fail({ ...fault, path: /redirect_urls/ });
      expect(locationOf(await follow(url))).toBe(recovery.fallbackUrl);
      await shop.pass(60_000);
    }
  });

  test('keeps nobody waiting for longer than five seconds', async () => {
    const { url } = await link();
    shop.sandbox.fail({ kind: 'slow', ms: 60_000, path: /redirect_urls/ });
    const asked = shop.asked(/redirect_urls/);
    const answer = follow(url);
    await asked;
    await shop.clock.advance(5_000);
    expect(locationOf(await answer)).toBe(recovery.fallbackUrl);
    shop.sandbox.recover();
  });

  test('leads into the shop once the pipeline is closed', async () => {
    const { url } = await link();
    await shop.source.stop?.();
    expect(locationOf(await follow(url))).toBe(recovery.fallbackUrl);
  });

  test('is good while one secret replaces another, and no longer', async () => {
    const { id, url } = await link();
    const with_ = (secret: string | string[]) => {
      const { storeHash, accessToken, clientSecret, url: endpoint } = shop.sandbox;
      const settings = { storeHash, accessToken, clientSecret, endpoint };
      const source = bigcommerce({ ...settings, recovery: { ...recovery, secret } });
      source.attach(shop.context);
      return source.recover(new Request(url)).then(locationOf);
    };
    const both = await with_(['the secret of today and on', recovery.secret]);
    expect(shop.sandbox.followRedirect(both)).toMatchObject({ cartId: id });
    expect(await with_('the secret of today and on')).toBe(recovery.fallbackUrl);
  });
});

test('without the setting, an event has no address of the checkout, and there is nothing to follow', async () => {
  await shop.close();
  shop = await openCarts();
  const { id } = shop.cart();
  await shop.does(() => shop.sandbox.setCartEmail(id, 'ada@example.org'));
  expect(shop.checkouts[0]?.properties).not.toHaveProperty('checkout_url');
  expect((await follow('https://shop.example/recover?cart=1&sig=2')).status).toBe(404);
});

test.each([
  [{ secret: 'short' }, 'secret'],
  [{ url: 'ftp://shop.example' }, 'url'],
  [{ fallbackUrl: 'https://user:word@shop.example' }, 'fallbackUrl'],
  [{ fallbackUrl: undefined }, 'fallbackUrl'],
])('the setting cannot be %j', (wrong, field) => {
  const settings = { ...recovery, ...wrong };
  expect(() => bigcommerceRules({ recovery: settings })).toThrow(field);
});
