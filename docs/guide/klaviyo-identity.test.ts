import { readFile } from 'node:fs/promises';
import { createPipeline, memoryStore } from '@millrace/core';
import { klaviyo, klaviyoProfiles } from '@millrace/destination-klaviyo';
import { klaviyoSandbox, type KlaviyoSandbox } from '@millrace/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ruleContexts, visitorOf, welcome } from '../examples/klaviyo-identity.ts';
import { blocksOf, regionOf } from '../examples/regions.ts';

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');

it.each(['visitor', 'landing', 'handler'])(
  'the page shows the code of the region %s',
  async (name) => {
    const code = regionOf(await read('../examples/klaviyo-identity.ts'), name);
    expect(blocksOf(await read('klaviyo-identity.md'), 'ts')).toContain(code);
  },
);

let sandbox: KlaviyoSandbox;
beforeAll(async () => {
  sandbox = await klaviyoSandbox({ rateLimits: false });
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

async function open() {
  const { apiKey, url: endpoint } = sandbox;
  const pipeline = await createPipeline({
    store: memoryStore(),
    destinations: [klaviyo({ apiKey, endpoint })],
  });
  await pipeline.start();
  return { pipeline, profiles: klaviyoProfiles({ apiKey, endpoint }) };
}

async function store(attributes: object): Promise<string> {
  await fetch(`${sandbox.url}/api/profile-import`, {
    method: 'POST',
    headers: {
      authorization: `Klaviyo-API-Key ${sandbox.apiKey}`,
      revision: '2026-07-15',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ data: { type: 'profile', attributes } }),
  });
  return sandbox.profiles.at(-1)?.exchange_id ?? '';
}

const cookie = (content: object) =>
  `__kla_id=${Buffer.from(JSON.stringify(content)).toString('base64')}`;
const visit = (path: string, headers: Record<string, string> = {}) =>
  new Request(`https://domain.com${path}`, { headers });

const delivered = () =>
  sandbox.events.map(({ metric, profileId, time }) => [
    metric,
    sandbox.profiles.find(({ id }) => id === profileId)?.email,
    time,
  ]);

describe('an anonymous visitor, and a checkout on another host', () => {
  it('is one person from the first page to the order', async () => {
    const { pipeline } = await open();
    const cid = Buffer.from('5f0c1f6e-7a53-4b0e-9f0a-0d6f3c1b2a49').toString('base64');
    const request = visit('/mug', { cookie: cookie({ cid }) });

    await pipeline.track({
      ...visitorOf(request, { anonymousId: 'device-1' }),
      timestamp: '2026-07-15T10:00:00.000Z',
      event: 'Product Viewed',
      properties: { product_id: '77', name: 'A mug of oak' },
    });
    await pipeline.track({
      ...visitorOf(request, { anonymousId: 'device-1', cartId: 'cart-1' }),
      timestamp: '2026-07-15T10:01:00.000Z',
      event: 'Product Added',
      properties: { product_id: '77', name: 'A mug of oak', cart_id: 'cart-1' },
    });
    // The second one waits behind the first.
    await vi.waitFor(() => {
      expect(pipeline.stats().destinations['Klaviyo']?.held).toBe(1);
    });
    expect(sandbox.events).toEqual([]);

    // As bigcommerce() tells of an order: with an email and its cart, and with nothing of the browser.
    await pipeline.track({
      messageId: 'bigcommerce:order:1001',
      timestamp: '2026-07-15T10:09:00.000Z',
      event: 'Order Completed',
      properties: { order_id: '1001', total: 9.99, currency: 'EUR' },
      context: {
        traits: { email: 'ana@kelpwood.co' },
        externalIds: [{ type: 'bigcommerce_cart_id', id: 'cart-1' }],
      },
    });
    await pipeline.flush();

    expect(await pipeline.close()).toMatchObject({ delivered: 3, held: 0, dead: 0 });
    expect(delivered()).toEqual([
      ['Viewed Product', 'ana@kelpwood.co', '2026-07-15T10:00:00.000Z'],
      ['Added to Cart', 'ana@kelpwood.co', '2026-07-15T10:01:00.000Z'],
      ['Placed Order', 'ana@kelpwood.co', '2026-07-15T10:09:00.000Z'],
    ]);
    expect(sandbox.profiles).toHaveLength(1);
  });

  it('are two people without the cart', async () => {
    const { pipeline } = await open();
    await pipeline.track({
      ...visitorOf(visit('/mug'), { anonymousId: 'device-1' }),
      event: 'Product Viewed',
      properties: { product_id: '77' },
    });
    await pipeline.track({
      event: 'Order Completed',
      properties: { order_id: '1001' },
      context: { traits: { email: 'ana@kelpwood.co' } },
      anonymousId: 'device-2',
    });
    await pipeline.flush();
    expect(await pipeline.close()).toMatchObject({ delivered: 1, held: 1 });
  });
});

describe('a visitor who comes from a message', () => {
  it('is known from the first page on', async () => {
    const exchangeId = await store({ email: 'ana@kelpwood.co' });
    const { pipeline, profiles } = await open();
    const visitor = { anonymousId: 'device-1' };
    await welcome(pipeline, profiles, visit(`/sale?_kx=${exchangeId}`), visitor);
    await pipeline.track({
      ...visitorOf(visit('/mug'), visitor),
      event: 'Product Viewed',
      properties: { product_id: '77' },
    });
    await pipeline.flush();
    expect(await pipeline.close()).toMatchObject({ delivered: 2, held: 0 });
    expect(delivered()[0]?.slice(0, 2)).toEqual(['Viewed Product', 'ana@kelpwood.co']);
  });

  it('is nobody when the link is of another shop', async () => {
    const { pipeline, profiles } = await open();
    const visitor = { anonymousId: 'device-1' };
    await welcome(pipeline, profiles, visit('/sale?_kx=k7Qz0vTn.ANOTHR'), visitor);
    expect(await pipeline.close()).toMatchObject({ delivered: 0, held: 0 });
  });
});

describe('the front end', () => {
  const ask = (query: object, headers: Record<string, string> = {}) =>
    new Request('https://domain.com/klaviyo/profile', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(query),
    });

  it('learns of the customer whose session it has, and a taste of whom its cookie points to', async () => {
    const properties = { 'Rule Contexts': ['oak'], 'Credit limit': 9_000 };
    const exchangeId = await store({ email: 'ana@kelpwood.co', external_id: '991', properties });
    const { pipeline, profiles } = await open();
    const handle = ruleContexts(profiles, async ({ headers }) => headers.get('x-session') ?? '');
    const answer = async (...of: Parameters<typeof ask>): Promise<unknown> =>
      (await handle(ask(...of))).json();

    const [ana] = sandbox.profiles;
    const own = { 'x-session': 'Ana@kelpwood.co' };
    expect(await answer({ email: 'ana@kelpwood.co' }, own)).toEqual({
      profile: { id: ana?.id, externalId: '991', properties: { 'Rule Contexts': ['oak'] } },
    });
    expect(await answer({}, { cookie: cookie({ $exchange_id: exchangeId }) })).toEqual({
      profile: { properties: { 'Rule Contexts': ['oak'] } },
    });
    expect((await handle(ask({ email: 'ana@kelpwood.co' }))).status).toBe(403);
    expect((await handle(ask({ externalId: '991' }, own))).status).toBe(403);
    await pipeline.close();
  });
});
