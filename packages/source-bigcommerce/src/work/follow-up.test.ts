import { expect, test } from 'vitest';
import { deferred } from '../../test/deferred.ts';
import { FakeContext } from '../../test/fake-context.ts';
import { turns } from '../../test/manual-clock.ts';
import { SmallStore } from '../../test/small-store.ts';
import { clientSecret, webhook } from '../../test/webhooks.ts';
import { bigcommerce } from '../bigcommerce.ts';
import { Inbox } from '../memory/inbox.ts';

async function running(fetch: typeof globalThis.fetch) {
  const context = new FakeContext();
  const source = bigcommerce({
    poll: false,
    storeHash: 'abc123',
    accessToken: 'access-token-of-the-tests',
    clientSecret,
    customers: false,
    fetch,
  });
  source.attach(context);
  await source.start?.();
  const notice = (id: number) =>
    source.handle(webhook({ at: context.clock.now(), data: { type: 'order', id } }));
  return { context, source, notice };
}

test('a notice that comes while the order is being fetched is not lost', async () => {
  const store = new SmallStore();
  store.statuses.set(1, 0);
  const held = deferred();
  const { context, notice } = await running(async (...request) => {
    const response = await store.fetch(...request);
    if (store.asked.length === 1) await held.promise;
    return response;
  });
  await notice(1);
  await turns();
  // It is paid now, but the answer that is under way says that it is not.
  store.statuses.set(1, 11);
  await notice(1);
  held.resolve();
  await turns();
  expect(context.disk.drafts).toHaveLength(1);
  expect(context.disk.keys('inbox:')).toEqual([]);
});

test('a notice that another process took meanwhile is not lost', async () => {
  const store = new SmallStore();
  store.statuses.set(1, 0);
  const held = deferred();
  const { context, notice } = await running(async (...request) => {
    const response = await store.fetch(...request);
    if (store.asked.length === 1) await held.promise;
    return response;
  });
  await notice(1);
  await turns();
  store.statuses.set(1, 11);
  await new Inbox(context).notice([{ kind: 'order', id: '1' }]);
  held.resolve();
  await turns();
  expect(context.disk.drafts).toHaveLength(1);
  expect(context.disk.keys('inbox:')).toEqual([]);
});

test('one order is looked at once at a time', async () => {
  const store = new SmallStore();
  store.statuses.set(1, 0);
  const held = deferred();
  const { notice } = await running(async (...request) => {
    const response = await store.fetch(...request);
    await held.promise;
    return response;
  });
  await Promise.all([notice(1), notice(1), notice(1)]);
  await turns();
  expect(store.asked).toHaveLength(1);
  held.resolve();
});

test('an event that cannot be stored is tried again, and the order stays in the inbox', async () => {
  const store = new SmallStore();
  store.statuses.set(1, 11);
  const { context, source, notice } = await running(store.fetch);
  await notice(1);
  context.beforeCommit = () => Promise.reject(new Error('the disk is full'));
  await turns();
  expect(context.disk.drafts).toEqual([]);
  expect(await source.waiting()).toHaveLength(1);
  await context.clock.advance(10_000);
  context.beforeCommit = () => Promise.resolve();
  await context.clock.advance(10_000);
  expect(context.disk.drafts).toHaveLength(1);
  expect(await source.waiting()).toEqual([]);
});

test('a request that takes too long is given up, and made again', async () => {
  const store = new SmallStore();
  store.statuses.set(1, 11);
  let hangs = true;
  const { context, source, notice } = await running((input, init) =>
    hangs
      ? new Promise((_, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error));
        })
      : store.fetch(input, init),
  );
  await notice(1);
  await context.clock.advance(14_999);
  expect(await source.waiting()).toMatchObject([{ attempts: 0 }]);
  await context.clock.advance(1);
  await turns();
  expect(await source.waiting()).toMatchObject([
    { attempts: 1, reason: expect.stringContaining('nothing within 15000 ms') },
  ]);
  hangs = false;
  await context.clock.advance(10_000);
  expect(context.disk.drafts).toHaveLength(1);
});

test('an answer that is no order says which fields are wrong, and stays for people to see', async () => {
  const { context, source, notice } = await running(async () =>
    Response.json({ id: 1, status_id: 11, date_created: 'secret value', total_inc_tax: null }),
  );
  await notice(1);
  await turns();
  expect(await source.waiting()).toMatchObject([
    { reason: expect.stringMatching(/expected: date_created, date_modified, total_inc_tax\.$/) },
  ]);
  expect(JSON.stringify(context.lines)).not.toContain('secret value');
});

test('a redirect is not followed: it would take the access token elsewhere', async () => {
  const { source, notice } = await running(async (_, init) => {
    expect(init?.redirect).toBe('manual');
    return new Response(null, { status: 302, headers: { location: 'https://elsewhere.example' } });
  });
  await notice(1);
  await turns();
  expect(await source.waiting()).toMatchObject([
    { attempts: 1, reason: expect.stringContaining('302') },
  ]);
});

test('neither the access token nor the client secret is in what people read', async () => {
  const { context, source, notice } = await running(() =>
    Promise.reject(new TypeError('fetch failed for access-token-of-the-tests')),
  );
  await notice(1);
  await turns();
  const read = JSON.stringify([context.lines, await source.waiting(), await source.skipped()]);
  expect(read).toContain('the network failed');
  expect(read).not.toMatch(/of-the-tests/);
});
