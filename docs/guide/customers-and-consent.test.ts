import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { createPipeline, memoryStore, type Pipeline } from '@millrace/core';
import { klaviyo } from '@millrace/destination-klaviyo';
import {
  type BigCommerceSandbox,
  bigcommerceSandbox,
  type KlaviyoSandbox,
  klaviyoSandbox,
} from '@millrace/sandbox';
import { bigcommerce, type BigCommerceSource } from '@millrace/source-bigcommerce';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let shop: BigCommerceSandbox;
let account: KlaviyoSandbox;
let source: BigCommerceSource;
let pipeline: Pipeline;
let productId: number;
const closing: (() => unknown)[] = [];

beforeEach(async () => {
  shop = await bigcommerceSandbox({ requestQuota: 100_000 });
  account = await klaviyoSandbox();
  const { storeHash, accessToken, clientSecret, url } = shop;
  source = bigcommerce({ storeHash, accessToken, clientSecret, endpoint: url });
  pipeline = await createPipeline({
    store: memoryStore(),
    sources: [source],
    destinations: [klaviyo({ apiKey: account.apiKey, endpoint: account.url, checkAtStart: false })],
  });
  await pipeline.start();
  const receiver = createServer(source.listener).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  for (const scope of ['store/order/*', 'store/customer/*', 'store/subscriber/*']) {
    const body = JSON.stringify({ scope, destination: `http://127.0.0.1:${port}/` });
    const headers = { 'x-auth-token': accessToken };
    await fetch(`${url}/stores/${storeHash}/v3/hooks`, { method: 'POST', headers, body });
  }
  productId = shop.addProduct({ name: 'Mug', price: '12.50' }).id;
  closing.push(
    () => pipeline.close(),
    () => receiver.close(),
    () => receiver.closeAllConnections(),
    () => shop.close(),
    () => account.close(),
  );
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Does it, and waits until Klaviyo has heard of it. */
async function does<T>(work: () => T): Promise<T> {
  const made = work();
  await shop.settled();
  while ((await source.waiting()).length > 0) await setImmediate();
  await pipeline.flush();
  return made;
}

const order = (more: object) =>
  shop.placeOrder({ lines: [{ productId, quantity: 1 }], statusId: 11, ...more });
const people = () =>
  account.profiles.map(({ email, external_id }) => [email, external_id] as const);
/** How many events of the metric are the first profile's. */
const ofFirst = (metric: string) =>
  account.events.filter(
    (event) => event.metric === metric && event.profileId === account.profiles[0]?.id,
  ).length;

describe('a customer who changes their email', () => {
  it('is one profile with the new one, whatever is told of orders of before', async () => {
    const { id } = await does(() => shop.addCustomer({ email: 'old@kelpwood.co' }));
    const first = await does(() => order({ customerId: id }));
    await does(() => shop.updateCustomer(id, { email: 'new@kelpwood.co' }));
    expect(people()).toEqual([['new@kelpwood.co', String(id)]]);
    await does(() => order({ customerId: id }));
    // The order of before says the email of before, for ever.
    await does(() => shop.setStatus(first.id, 10));
    await does(() => shop.refundOrder(first.id));
    expect(people()).toEqual([['new@kelpwood.co', String(id)]]);
    await does(() => order({ customerId: id }));
    expect(people()).toEqual([['new@kelpwood.co', String(id)]]);
    expect(['Placed Order', 'Fulfilled Order', 'Refunded Order'].map(ofFirst)).toEqual([3, 1, 1]);
  });

  it('takes a subscription along, also when the webhooks come the other way round', async () => {
    const { id } = await does(() => shop.addCustomer({ email: 'old@kelpwood.co' }));
    const { id: subscriber } = await does(() => shop.subscribe({ email: 'old@kelpwood.co' }));
    shop.holdWebhooks();
    shop.updateSubscriber(subscriber, { email: 'new@kelpwood.co' });
    shop.updateCustomer(id, { email: 'new@kelpwood.co' });
    await does(() => shop.releaseWebhooks());
    expect(people()).toEqual([['new@kelpwood.co', String(id)]]);
    expect(account.profiles[0]?.consent['email.marketing']).toBe('SUBSCRIBED');
  });

  it('and then withdraws under the old one, is unsubscribed', async () => {
    const { id } = await does(() => shop.addCustomer({ email: 'old@kelpwood.co' }));
    await does(() => shop.subscribe({ email: 'old@kelpwood.co' }));
    await does(() => shop.updateCustomer(id, { email: 'new@kelpwood.co' }));
    expect(account.profiles[0]?.consent['email.marketing']).toBe('SUBSCRIBED');
    await does(() => shop.unsubscribe('old@kelpwood.co'));
    expect(people()).toEqual([['new@kelpwood.co', String(id)]]);
    expect(account.profiles[0]?.consent['email.marketing']).toBe('UNSUBSCRIBED');
  });
});

describe('a guest', () => {
  it('who makes an account of the same email stays one profile, with its id', async () => {
    await does(() => order({ email: 'jane@kelpwood.co' }));
    expect(people()).toEqual([['jane@kelpwood.co', null]]);
    const { id } = await does(() => shop.addCustomer({ email: 'Jane@kelpwood.co' }));
    await does(() => order({ customerId: id }));
    expect(people()).toEqual([['jane@kelpwood.co', String(id)]]);
    expect(ofFirst('Placed Order')).toBe(2);
  });

  it('who does not tick the newsletter keeps the subscription that they have elsewhere', async () => {
    await pipeline.track({
      event: 'User Subscribed',
      context: { traits: { email: 'jane@kelpwood.co' } },
    });
    await does(() => shop.subscribe({ email: 'jane@kelpwood.co', consents: [], source: 'order' }));
    expect(account.profiles[0]?.consent['email.marketing']).toBe('SUBSCRIBED');
  });
});

it('an account has in Klaviyo what it has in the store', async () => {
  const { id } = await does(() => {
    const customer = shop.addCustomer({
      email: 'jane@kelpwood.co',
      firstName: 'Jane',
      phone: '+15005550006',
      company: 'Acme',
      storeCredit: '7.25',
    });
    shop.setGroup(customer.id, 'VIP');
    shop.setAttribute(customer.id, 'Shoe size', '42');
    shop.setAddress(customer.id, {
      city: 'Austin',
      state_or_province: 'Texas',
      postal_code: '73301',
      country: 'United States',
    });
    return customer;
  });
  expect(account.profiles[0]?.location).toEqual({});
  await does(() => order({ customerId: id }));
  expect(account.profiles).toMatchObject([
    {
      email: 'jane@kelpwood.co',
      external_id: String(id),
      phone_number: '+15005550006',
      attributes: { first_name: 'Jane', organization: 'Acme' },
      location: { city: 'Austin', region: 'Texas', zip: '73301', country: 'United States' },
      properties: { 'Customer Group': 'VIP', 'Store Credit': 7.25, 'Shoe size': '42' },
    },
  ]);
  await does(() => shop.setGroup(id, undefined));
  expect(account.profiles[0]?.properties).not.toHaveProperty('Customer Group');
});
