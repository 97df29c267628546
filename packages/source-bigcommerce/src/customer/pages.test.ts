import { afterEach, beforeEach, expect, test } from 'vitest';
import { bigcommerceSandbox, type BigCommerceSandbox } from '@millrace/sandbox';
import type { Api } from '../api/api.ts';
import { subscriberPages, subscribersModifiedSince } from '../subscriber/pages.ts';
import { customerPages, customersModifiedSince } from './pages.ts';

let clock: number;
let sandbox: BigCommerceSandbox;
beforeEach(async () => {
  clock = Date.UTC(2026, 6, 15, 12);
  sandbox = await bigcommerceSandbox({ now: () => clock, requestQuota: 1_000 });
});
afterEach(() => sandbox.close());

const { signal } = new AbortController();
const api: Api = {
  async get(path, { query }) {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query ?? {})) {
      if (value !== undefined) search.set(name, String(value));
    }
    const url = `${sandbox.url}/stores/${sandbox.storeHash}${path}?${search}`;
    const response = await fetch(url, { headers: { 'x-auth-token': sandbox.accessToken } });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  },
  send: () => Promise.reject(new Error('nothing is sent')),
};

/** The ids of all pages; `between` happens after each. */
async function idsOf(
  pages: AsyncGenerator<readonly { readonly id: string }[]>,
  between = () => {},
): Promise<number[]> {
  const ids: number[] = [];
  for await (const page of pages) {
    ids.push(...page.map(({ id }) => Number(id)));
    between();
  }
  return ids;
}

const add = (count: number): void => {
  for (let n = 1; n <= count; n += 1) sandbox.addCustomer({ email: `${n}@example.org` });
};
const from1to = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test('all customers come, also those behind one who is deleted meanwhile', async () => {
  add(600);
  const gone = [10, 20];
  const ids = await idsOf(customersModifiedSince(api, undefined, { signal }), () => {
    const id = gone.pop();
    if (id !== undefined) sandbox.deleteCustomer(id);
  });
  expect(ids).toEqual(from1to(600));
});

test('since a time, only those come that were modified after it', async () => {
  add(3);
  clock += 60_000;
  sandbox.updateCustomer(2, { company: 'Acme' });
  const since = '2026-07-15T12:00:30.000Z';
  expect(await idsOf(customersModifiedSince(api, since, { signal }))).toEqual([2]);
  expect(await idsOf(customerPages(api, since, { signal }))).toEqual([2]);
});

test('those come, too, whose attributes alone were changed, which says no webhook', async () => {
  add(3);
  clock += 60_000;
  sandbox.setAttribute(3, 'Shoe size', '42', { by: 'api' });
  const since = '2026-07-15T12:00:30.000Z';
  expect(await idsOf(customersModifiedSince(api, since, { signal }))).toEqual([3]);
});

test('whole customers have their parts', async () => {
  add(1);
  sandbox.setAttribute(1, 'Shoe size', '42');
  sandbox.setStoreCredit(1, '12.50');
  for await (const [customer] of customerPages(api, undefined, { signal })) {
    expect(customer).toMatchObject({ id: '1', attributes: [{ attribute_value: '42' }] });
    expect(customer?.store_credit_amounts[0]?.amount.toFixed(2)).toBe('12.50');
  }
});

test('subscribers come in pages, and since a time', async () => {
  for (let n = 1; n <= 260; n += 1) sandbox.subscribe({ email: `${n}@example.org` });
  clock += 60_000;
  sandbox.unsubscribe('7@example.org');
  expect(await idsOf(subscriberPages(api, undefined, { signal }))).toEqual(from1to(260));
  const since = '2026-07-15T12:00:30.000Z';
  expect(await idsOf(subscribersModifiedSince(api, since, { signal }))).toEqual([7]);
});
