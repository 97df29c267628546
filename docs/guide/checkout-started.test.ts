import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPipeline, memoryStore, type Pipeline } from '@millrace/core';
import { klaviyo } from '@millrace/destination-klaviyo';
import {
  type BigCommerceSandbox,
  bigcommerceSandbox,
  type KlaviyoSandbox,
  klaviyoSandbox,
} from '@millrace/sandbox';
import { bigcommerce, type BigCommerceSource } from '@millrace/source-bigcommerce';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { beforeCheckout, linkCarts } from '../examples/checkout-started.ts';
import { blocksOf, regionOf } from '../examples/regions.ts';

let shop: BigCommerceSandbox;
let account: KlaviyoSandbox;
let store: BigCommerceSource;
let pipeline: Pipeline;
let server: Server;
let mug: number;

beforeEach(async () => {
  shop = await bigcommerceSandbox({ requestQuota: 100_000 });
  account = await klaviyoSandbox({ rateLimits: false });
  const { storeHash, accessToken, clientSecret, url } = shop;
  store = bigcommerce({
    storeHash,
    accessToken,
    clientSecret,
    endpoint: url,
    customers: false,
    poll: false,
    recovery: {
      url: 'https://shop.example/recover',
      secret: 'a secret of the recovery links',
      fallbackUrl: 'https://shop.example',
    },
  });
  pipeline = await createPipeline({
    store: memoryStore(),
    sources: [store],
    destinations: [
      klaviyo({ apiKey: account.apiKey, endpoint: account.url, properties: 'bigcommerce' }),
    ],
  });
  await pipeline.start();
  server = createServer((req, res) => store.listener(req, res)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const destination = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  for (const scope of ['store/cart/*', 'store/order/*']) {
    await fetch(`${url}/stores/${storeHash}/v3/hooks`, {
      method: 'POST',
      headers: { 'x-auth-token': accessToken },
      body: JSON.stringify({ scope, destination }),
    });
  }
  mug = shop.addProduct({ name: 'Mug', price: '12.50', categories: ['Kitchen'] }).id;
});
afterEach(async () => {
  await pipeline.close();
  server.closeAllConnections();
  server.close();
  await Promise.all([shop.close(), account.close()]);
});

const email = 'ada@post.millrace-shop.co';
const cart = () => shop.createCart({ lines: [{ productId: mug, quantity: 2 }] });

/** The events of a metric in Klaviyo, once there are so many and nothing else is on its way. */
async function landed(metric: string, count: number) {
  await shop.settled();
  await vi.waitFor(
    async () => {
      const gone = ({ id }: { id: string }) => !shop.carts.some((cart) => cart.id === id);
      // A cart that is gone before it was ever looked at is asked for once more after a while.
      const waiting = (await store.waiting()).filter((one) => one.kind !== 'cart' || !gone(one));
      expect(waiting).toEqual([]);
      await pipeline.flush();
      expect(account.events.filter((event) => event.metric === metric)).toHaveLength(count);
    },
    { timeout: 10_000 },
  );
  return account.events.filter((event) => event.metric === metric);
}

test.each(['link', 'checkout'])('the page shows the code of the region %s', async (name) => {
  const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');
  const code = regionOf(await read('../examples/checkout-started.ts'), name);
  expect(blocksOf(await read('checkout-started.md'), 'ts')).toContain(code);
});

test('Started Checkout lands once for each content, with all that flows are made of', async () => {
  shop.holdWebhooks();
  const { id } = cart();
  shop.applyCoupon(id, { code: 'SPRING', amount: '5' });
  shop.setShippingAddress(id, { city: 'Leeds' }, '4');
  shop.setCartEmail(id, email);
  // All of them twice, the last first.
  await shop.releaseWebhooks((pending) => [...pending.toReversed(), ...pending]);
  const [started] = await landed('Started Checkout', 1);
  expect(started).toMatchObject({
    unique_id: expect.stringMatching(new RegExp(`^${id}_\\d+$`)),
    // (sub-total + shipping) − any discounts.
    value: 24,
    value_currency: 'USD',
    properties: {
      Items: ['Mug'],
      'Item Count': 2,
      'Item Categories': ['Kitchen'],
      Discounted: true,
      Coupons: ['SPRING'],
      CheckoutURL: expect.stringMatching(/^https:\/\/shop\.example\/recover\?cart=/),
    },
  });
  expect(started?.backfill).toBe(false);

  const answer = await store.recover(new Request(String(started?.properties['CheckoutURL'])));
  expect(shop.followRedirect(String(answer.headers.get('location')))).toMatchObject({ cartId: id });

  shop.addToCart(id, { lines: [{ productId: mug }] });
  expect(await landed('Started Checkout', 2)).toMatchObject([{ value: 24 }, { value: 36.5 }]);
  expect(account.duplicates).toBe(0);
});

test('who browsed without a name is the one who starts the checkout and orders, though the cart changes its id', async () => {
  const anonymousId = '6f1c0a4e-visitor';
  const viewed = { product_id: String(mug), name: 'Mug' };
  const customer = shop.addCustomer({ email }).id;
  const own = shop.createCart({ customerId: customer, lines: [{ productId: mug }] });

  const guests = cart();
  await linkCarts(pipeline, anonymousId, guests.id);
  await pipeline.track({ anonymousId, event: 'Product Viewed', properties: viewed });
  // The shopper signs in: what is in the guest's cart goes to the customer's own.
  const merged = shop.signIn(guests.id, customer);
  expect(merged.id).toBe(own.id);
  await linkCarts(pipeline, anonymousId, guests.id, merged.id);
  await beforeCheckout(pipeline, store, { anonymousId, cartId: merged.id });
  await landed('Started Checkout', 1);
  shop.setStatus(shop.convertCart(merged.id).id, 11);
  await landed('Placed Order', 1);

  const [viewedProduct] = await landed('Viewed Product', 1);
  const whose = ['Viewed Product', 'Started Checkout', 'Placed Order'].map(
    (metric) => account.events.find((event) => event.metric === metric)?.profileId,
  );
  expect(new Set(whose)).toEqual(new Set([viewedProduct?.profileId]));
  expect(account.profiles.filter((profile) => profile.email === email)).toHaveLength(1);
});

test('a typo in the email and its correction are two people, and the order is of the second', async () => {
  const { id } = cart();
  shop.setCartEmail(id, 'ada@psot.millrace-shop.co');
  await landed('Started Checkout', 1);
  shop.setCartEmail(id, email);
  const [, corrected] = await landed('Started Checkout', 2);
  shop.setStatus(shop.convertCart(id).id, 11);
  const [placed] = await landed('Placed Order', 1);
  const person = account.profiles.find((profile) => profile.email === email);
  expect([corrected?.profileId, placed?.profileId]).toEqual([person?.id, person?.id]);
  expect(account.profiles).toHaveLength(2);
});
