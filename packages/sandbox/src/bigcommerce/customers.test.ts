import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BigCommerceSandbox, bigcommerceSandbox } from './index.ts';

const start = Date.UTC(2026, 0, 15, 12);
let store: BigCommerceSandbox;
let clock: number;
let said: { scope: string; data: unknown }[];

beforeEach(async () => {
  clock = start;
  store = await bigcommerceSandbox({ now: () => clock, requestQuota: 1_000 });
  for (const scope of ['store/customer/*', 'store/subscriber/*']) {
    await fetch(`${store.url}/stores/sandbox1/v3/hooks`, {
      method: 'POST',
      headers: { 'x-auth-token': store.accessToken },
      body: JSON.stringify({ scope, destination: 'http://127.0.0.1:1/' }),
    });
  }
  store.holdWebhooks();
});
afterEach(() => store.close());

const call = (path: string) =>
  fetch(`${store.url}/stores/sandbox1${path}`, { headers: { 'x-auth-token': store.accessToken } });

interface Body {
  readonly data: readonly Record<string, unknown>[];
  readonly meta: {
    readonly pagination?: { readonly total_pages: number };
    readonly cursor_pagination?: { readonly end_cursor: string };
  };
}
const read = async (path: string): Promise<Body> => (await (await call(path)).json()) as Body;
const ids = async (path: string) => (await read(path)).data.map(({ id }) => id);

/** The scopes of the webhooks since the last time, with what they say. */
async function webhooks(): Promise<readonly [string, unknown][]> {
  said = [];
  await store.releaseWebhooks((pending) => {
    said = pending.map(({ body }) => JSON.parse(body) as (typeof said)[number]);
    return [];
  });
  store.holdWebhooks();
  return said.map(({ scope, data }) => [scope.replace('store/', ''), data]);
}

describe('a customer', () => {
  it('is shown with its parts only when they are asked for', async () => {
    const formFields = [{ name: 'Password hint', value: 'mother' }];
    const { id } = store.addCustomer({
      email: 'jane@example.com',
      formFields,
      storeCredit: '12.5',
    });
    store.setAddress(id, { city: 'Austin', country_code: 'US' });
    store.setAttribute(id, 'Shoe size', '42');
    const [bare] = (await read(`/v3/customers?id:in=${id}`)).data;
    for (const part of ['addresses', 'store_credit_amounts', 'attributes', 'form_fields']) {
      expect(bare).not.toHaveProperty(part);
    }
    expect(bare).toMatchObject({ address_count: 1, attribute_count: 1 });
    const include = 'addresses,storecredit,attributes,formfields';
    expect((await read(`/v3/customers?id:in=${id}&include=${include}`)).data).toMatchObject([
      {
        addresses: [{ city: 'Austin', customer_id: id }],
        store_credit_amounts: [{ amount: 12.5 }],
        attributes: [{ attribute_id: 1, attribute_value: '42' }],
        form_fields: [{ name: 'Password hint', value: 'mother', customer_id: id }],
      },
    ]);
    expect((await read('/v3/customers/attributes')).data).toMatchObject([
      { id: 1, name: 'Shoe size' },
    ]);
  });

  it('has no address of its own in the API', async () => {
    const { id } = store.addCustomer({ email: 'jane@example.com' });
    expect((await call(`/v3/customers/${id}`)).status).toBe(404);
  });

  it('keeps its id when its email changes, and the old email is free again', async () => {
    const { id } = store.addCustomer({ email: 'old@example.com' });
    store.updateCustomer(id, { email: 'new@example.com' });
    expect(await ids('/v3/customers?email:in=NEW@example.com')).toEqual([id]);
    expect(await ids('/v3/customers?email:in=old@example.com')).toEqual([]);
    expect(store.addCustomer({ email: 'old@example.com' }).id).not.toBe(id);
    expect(() => store.updateCustomer(id, { email: 'old@example.com' })).toThrow('already');
  });

  it('is gone once it is deleted, and its id is never used again', async () => {
    const { id } = store.addCustomer({ email: 'jane@example.com' });
    store.setAttribute(id, 'Shoe size', '42');
    store.deleteCustomer(id);
    expect(await ids(`/v3/customers?id:in=${id}`)).toEqual([]);
    expect((await read('/v3/customers/attribute-values')).data).toEqual([]);
    expect(store.addCustomer({ email: 'jane@example.com' }).id).not.toBe(id);
  });

  it('sends webhooks, those of an address with the id of the address', async () => {
    const { id } = store.addCustomer({ email: 'jane@example.com' });
    const customer = { type: 'customer', id };
    const address = (addressId: number) => ({
      type: 'customer',
      id: addressId,
      address: { customer_id: id },
    });
    expect(await webhooks()).toEqual([['customer/created', customer]]);
    store.updateCustomer(id, { phone: '555' });
    store.setGroup(id, 'VIP');
    store.setStoreCredit(id, '5');
    expect(await webhooks()).toEqual([1, 2, 3].map(() => ['customer/updated', customer]));
    const { id: addressId } = store.setAddress(id, { city: 'Austin' });
    store.setAddress(id, { city: 'Boston' }, addressId);
    store.deleteAddress(id, addressId);
    expect(await webhooks()).toEqual([
      ['customer/address/created', address(addressId)],
      ['customer/address/updated', address(addressId)],
      ['customer/address/deleted', address(addressId)],
    ]);
    store.deleteCustomer(id);
    expect(await webhooks()).toEqual([['customer/deleted', customer]]);
  });

  it('says nothing of an attribute that was set through the API, nor changes its date', async () => {
    const { id } = store.addCustomer({ email: 'jane@example.com' });
    await webhooks();
    clock += 60_000;
    store.setAttribute(id, 'Shoe size', '42', { by: 'api' });
    expect(await webhooks()).toEqual([]);
    expect(await ids('/v3/customers?date_modified:min=2026-01-15T12:00:30Z')).toEqual([]);
    const values = '/v3/customers/attribute-values?date_modified:min=2026-01-15T12:00:30Z';
    expect((await read(values)).data).toMatchObject([{ customer_id: id, attribute_value: '42' }]);
    store.setAttribute(id, 'Shoe size', '43');
    expect(await webhooks()).toHaveLength(1);
  });
});

describe('the list of customers', () => {
  const five = () =>
    [1, 2, 3, 4, 5].map((each) => {
      clock += 1_000;
      return store.addCustomer({ email: `${each}@example.com`, lastName: `Z${9 - each}` }).id;
    });

  it('has those modified after a date, and not at it', async () => {
    const [first = 0, ...rest] = five();
    expect(await ids('/v3/customers?date_modified:min=2026-01-15T12:00:01Z')).toEqual(rest);
    clock += 1_000;
    store.updateCustomer(first, { company: 'Acme' });
    expect(await ids('/v3/customers?date_modified:min=2026-01-15T12:00:05')).toEqual([first]);
    expect((await call('/v3/customers?date_modified:min=yesterday')).status).toBe(400);
  });

  it('is sorted as asked', async () => {
    const made = five();
    expect(await ids('/v3/customers?sort=last_name:asc')).toEqual(made.toReversed());
    expect((await call('/v3/customers?sort=email:asc')).status).toBe(400);
  });

  it('is paged by cursor, so that a deletion makes it skip nobody', async () => {
    const made = five();
    const page = await read('/v3/customers?limit=2');
    expect(page.meta.pagination?.total_pages).toBe(3);
    store.deleteCustomer(made[0] ?? 0);
    const after = page.meta.cursor_pagination?.end_cursor ?? '';
    const next = await read(`/v3/customers?limit=2&page=9&after=${after}`);
    expect(next.data.map(({ id }) => id)).toEqual(made.slice(2, 4));
    expect(await ids('/v3/customers?limit=2&page=2')).toEqual(made.slice(3));
    expect((await call('/v3/customers?after=nonsense')).status).toBe(400);
  });
});

it('has customer groups in V2, and 204 when there are none', async () => {
  expect((await call('/v2/customer_groups')).status).toBe(204);
  const { id } = store.addCustomer({ email: 'jane@example.com' });
  store.setGroup(id, 'VIP');
  store.renameGroup(1, 'Gold');
  expect(await (await call('/v2/customer_groups')).json()).toMatchObject([{ id: 1, name: 'Gold' }]);
  expect(await (await call('/v2/customer_groups/1')).json()).toMatchObject({ name: 'Gold' });
  expect((await call('/v2/customer_groups/2')).status).toBe(404);
  expect(store.customers[0]?.customer_group_id).toBe(1);
});

describe('a subscriber', () => {
  it('agrees, withdraws and is deleted, each with a webhook', async () => {
    const { id } = store.subscribe({ email: 'jane@example.com', source: 'order', orderId: 100 });
    expect(await (await call(`/v3/customers/subscribers/${id}`)).json()).toMatchObject({
      data: { consents: ['marketing_newsletter'], source: 'order', order_id: 100, channel_id: 1 },
    });
    store.unsubscribe('Jane@example.com');
    expect((await read(`/v3/customers/subscribers?id:in=${id},99`)).data).toMatchObject([
      { id, consents: [] },
    ]);
    store.deleteSubscriber(id);
    expect((await call(`/v3/customers/subscribers/${id}`)).status).toBe(404);
    const events = (await webhooks()).map(([scope]) => scope);
    expect(events).toEqual(['subscriber/created', 'subscriber/updated', 'subscriber/deleted']);
  });

  it('is one for an email, however often somebody gives it', async () => {
    const { id } = store.subscribe({ email: 'jane@example.com', consents: [] });
    expect(store.subscribe({ email: 'JANE@example.com' }).id).toBe(id);
    expect(store.subscribers).toMatchObject([{ id, consents: ['marketing_newsletter'] }]);
  });

  it('is found by email, source and the date of its last change', async () => {
    const { id } = store.subscribe({ email: 'jane@example.com' });
    clock += 5_000;
    const { id: other } = store.subscribe({ email: 'bo@example.com', source: 'order' });
    const found = (query: string) => ids(`/v3/customers/subscribers?${query}`);
    expect(await found('email=JANE@example.com')).toEqual([id]);
    expect(await found('source=order')).toEqual([other]);
    expect(await found('date_modified:min=2026-01-15T12:00:01Z')).toEqual([other]);
    expect(await found('date_created:max=2026-01-15T12:00:01Z')).toEqual([id]);
  });
});
