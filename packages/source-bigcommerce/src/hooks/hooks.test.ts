import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bigcommerceSandbox, type BigCommerceSandbox } from '@millrace/sandbox';
import { bigcommerceHooks, type BigCommerceHooksSettings } from './bigcommerce-hooks.ts';
import { hooksCommand } from './command.ts';
import { exceptionScope, usualScopes } from './scopes.ts';

const destination = 'https://shop.example/webhooks';
const exceptionsTo = 'https://shop.example/exceptions';
const sharedHeader = { name: 'X-Mill', value: 'a-random-token' };
const orders = { destination, scopes: ['store/order/*'] };

let store: BigCommerceSandbox;
beforeEach(async () => {
  store = await bigcommerceSandbox();
});
afterEach(() => store.close());

function hooks(webhooks: BigCommerceHooksSettings['webhooks'], more = {}) {
  const { storeHash, accessToken, url } = store;
  return bigcommerceHooks({ storeHash, accessToken, endpoint: url, webhooks, ...more });
}

/** A change that a person or the store itself makes. */
function change(method: string, path: string, body?: object) {
  return fetch(`${store.url}/stores/${store.storeHash}/v3/hooks${path}`, {
    method,
    headers: { 'x-auth-token': store.accessToken, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
}

describe('the webhooks of a store', () => {
  test('are made, all of them, with the header that they share', async () => {
    const made = await hooks({ destination, exceptionsTo }, { sharedHeader }).repair();
    expect(made.map(({ action }) => action)).toEqual(made.map(() => 'create'));
    expect(store.hooks.map(({ scope }) => scope)).toEqual([...usualScopes, exceptionScope]);
    for (const hook of store.hooks) {
      expect(hook).toMatchObject({ is_active: true, headers: { 'X-Mill': 'a-random-token' } });
    }
  });

  test('are left alone once they are in order', async () => {
    const ours = hooks({ destination }, { sharedHeader });
    await ours.repair();
    const before = store.hooks;
    expect(await ours.repair()).toEqual([]);
    expect(store.hooks).toEqual(before);
    expect(store.requests.at(-1)?.method).toBe('GET');
  });

  test('have no headers where BigCommerce writes an empty list', async () => {
    await hooks(orders).repair();
    const withLists: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      const text = await answer.text();
      return new Response(text.replaceAll('"headers":null', '"headers":[]'), answer);
    };
    expect(await hooks(orders, { fetch: withLists }).repair()).toEqual([]);
  });

  test('that are off are switched on, and which they are is said before', async () => {
    const ours = hooks(orders);
    await ours.repair();
    const [made] = store.hooks;
    await change('PUT', `/${made?.id}`, { is_active: false });
    const report = await ours.examine();
    expect(report.hooks).toMatchObject([{ id: made?.id, status: 'inactive' }]);
    expect(report.remedies).toMatchObject([{ action: 'reactivate', hookId: made?.id }]);
    expect(store.hooks[0]?.is_active).toBe(false);
    await ours.repair();
    expect(store.hooks).toMatchObject([{ id: made?.id, is_active: true }]);
  });

  test('get a header that has changed, without which they would be refused', async () => {
    await hooks(orders, { sharedHeader }).repair();
    const next = { name: 'x-mill', value: 'another-token' };
    expect(await hooks(orders, { sharedHeader: next }).repair()).toMatchObject([
      { action: 'set header' },
    ]);
    expect(store.hooks[0]?.headers).toEqual({ 'x-mill': 'another-token' });
  });

  test('are removed, and those of another destination are not', async () => {
    await change('POST', '', { scope: 'store/order/*', destination: 'https://other.example/' });
    const ours = hooks({ destination, exceptionsTo });
    await ours.repair();
    expect(await ours.remove()).toBe(usualScopes.length + 1);
    expect(store.hooks).toMatchObject([{ destination: 'https://other.example/' }]);
  });

  test('have people who are written to when one is given up', async () => {
    const ours = hooks(orders);
    await ours.notify(['ops@shop.example']);
    expect((await ours.examine()).emails).toEqual(['ops@shop.example']);
  });
});

describe('on the command line', () => {
  const run = async (...args: string[]) => {
    const lines: string[] = [];
    const env = {
      BIGCOMMERCE_STORE_HASH: store.storeHash,
      BIGCOMMERCE_ACCESS_TOKEN: store.accessToken,
      BIGCOMMERCE_API: store.url,
      BIGCOMMERCE_WEBHOOK_HEADER: 'X-Mill: a-random-token',
    };
    const code = await hooksCommand(args, env, (line) => lines.push(line));
    return { code, text: lines.join('\n') };
  };

  test('what is wrong is said, with 1; and put in order, with 0', async () => {
    const before = await run('examine', '--destination', destination);
    expect(before).toMatchObject({
      code: 1,
      text: expect.stringContaining('create store/order/*'),
    });
    expect(await run('repair', '--destination', destination)).toMatchObject({ code: 0 });
    const after = await run('examine', '--destination', destination);
    expect(after).toMatchObject({ code: 0, text: expect.stringContaining('All is well.') });
    expect(before.text + after.text).not.toContain('a-random-token');
  });

  test.each([[], ['examine'], ['dance', '--destination', destination]])(
    '%j is not understood',
    async (...args) => {
      expect(await run(...args)).toMatchObject({
        code: 1,
        text: expect.stringContaining('bigcommerce-hooks examine'),
      });
    },
  );

  test('what BigCommerce refuses is said in a sentence', async () => {
    store.fail({ kind: 'status', status: 401 });
    expect(await run('examine', '--destination', destination)).toMatchObject({
      code: 1,
      text: expect.stringContaining('check that accessToken'),
    });
  });
});
