import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bigcommerceSandbox, klaviyoSandbox, type BigCommerceSandbox } from '@millrace/sandbox';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { redeem, serve, shutDown } from './examples/readme.ts';
import { blocksOf, regionOf } from './examples/regions.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');

/** As a merchant's developer does it. BigCommerce: Webhooks V3, Create a Webhook. */
async function createWebhook(shop: BigCommerceSandbox, destination: string): Promise<void> {
  const answer = await fetch(`${shop.url}/stores/${shop.storeHash}/v3/hooks`, {
    method: 'POST',
    headers: {
      'x-auth-token': shop.accessToken,
      'content-type': 'application/json',
      accept: 'application/json',
    },
    body: JSON.stringify({ scope: 'store/order/*', destination, is_active: true }),
  });
  expect(answer.status).toBe(200);
}

describe('README.md', () => {
  it.each(['pipeline', 'track', 'close'])('shows the code that runs: %s', async (region) => {
    const code = regionOf(await read('./examples/readme.ts'), region);
    expect(blocksOf(await read('../README.md'), 'ts')).toContain(code);
  });

  it('brings an order of the shop into Klaviyo', async () => {
    const shop = await bigcommerceSandbox();
    const mail = await klaviyoSandbox();
    const directory = await mkdtemp(join(tmpdir(), 'millrace-readme-'));
    cleanups.push(
      () => rm(directory, { recursive: true }),
      () => Promise.all([shop.close(), mail.close()]),
    );
    vi.stubEnv('PORT', '0');
    const { storeHash, accessToken, clientSecret } = shop;
    const serving = await serve(
      { storeHash, accessToken, clientSecret, endpoint: shop.url },
      { apiKey: mail.apiKey, endpoint: mail.url },
      directory,
    );
    cleanups.push(() => serving.pipeline.close());
    if (!serving.server.listening) await once(serving.server, 'listening');
    const { port } = serving.server.address() as AddressInfo;
    await createWebhook(shop, `http://127.0.0.1:${port}/`);

    const mug = shop.addProduct({ name: 'Mug', price: '12.50' });
    const lines = [{ productId: mug.id, quantity: 2 }];
    const order = shop.placeOrder({ email: 'ana@post.millrace-shop.co', lines });
    shop.setStatus(order.id, 11);
    expect(await redeem(serving)).toBe('accepted');
    expect(await redeem(serving)).toBe('duplicate');
    await vi.waitFor(() => expect(mail.events).toHaveLength(3), { timeout: 10_000 });

    expect(await shutDown(serving)).toEqual({ delivered: 3, pending: 0, held: 0, dead: 0 });
    expect(mail.events.map(({ metric }) => metric).sort()).toEqual([
      'Coupon Applied',
      'Ordered Product',
      'Placed Order',
    ]);
    expect(mail.events.find(({ metric }) => metric === 'Placed Order')).toMatchObject({
      unique_id: String(order.id),
      value: 25,
      properties: { OrderId: String(order.id), affiliation: 'web shop' },
    });
  });
});
