import { describe, expect, test } from 'vitest';
import { FakeContext } from '../../test/fake-context.ts';
import { deferred } from '../../test/deferred.ts';
import { turns } from '../../test/manual-clock.ts';
import { clientSecret, webhook, type WebhookParts } from '../../test/webhooks.ts';
import { bigcommerce } from '../bigcommerce.ts';
import type { BigCommerceSettings } from '../settings.ts';

function attached(more: Partial<BigCommerceSettings> = {}) {
  const context = new FakeContext();
  const source = bigcommerce({
    poll: false,
    storeHash: 'abc123',
    accessToken: 'access-token-of-the-tests',
    clientSecret,
    fetch: () => Promise.reject(new Error('no request is expected')),
    ...more,
  });
  source.attach(context);
  const post = (parts: Partial<WebhookParts> = {}) =>
    source.handle(webhook({ at: context.clock.now(), ...parts }));
  return { context, source, post };
}

const inbox = ({ disk }: FakeContext) => disk.keys('inbox:');

describe('a webhook about an order', () => {
  test('is answered 200, with nothing in it, once the order is in the inbox', async () => {
    const { context, source, post } = attached();
    const response = await post();
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(inbox(context)).toEqual(['inbox:order:0000000000001001']);
    expect(source.counts()).toMatchObject({ noticed: 1, ignored: 0, refused: 0 });
  });

  test('is not answered before the order is durable', async () => {
    const { context, post } = attached();
    const written = deferred();
    context.beforeCommit = () => written.promise;
    let answered = false;
    const response = post().finally(() => {
      answered = true;
    });
    await turns(20);
    expect(answered).toBe(false);
    written.resolve();
    expect((await response).status).toBe(200);
  });

  test('is answered 503 when the store is full, so that it comes again', async () => {
    const { context, source, post } = attached();
    context.beforeCommit = () => Promise.reject(new Error('the disk is full'));
    const response = await post();
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ error: 'NOT_STORED' });
    expect(source.counts()).toMatchObject({ noticed: 0, refused: 1 });
    context.beforeCommit = () => Promise.resolve();
    expect((await post()).status).toBe(200);
  });

  test('takes one place in the inbox, however often it comes', async () => {
    const { context, source, post } = attached();
    await Promise.all([post(), post(), post({ data: { type: 'order', id: 1002 } }), post()]);
    expect(inbox(context)).toHaveLength(2);
    const [first] = await source.waiting();
    expect(first).toEqual({
      kind: 'order',
      id: '1001',
      since: '2026-03-01T12:00:00.000Z',
      attempts: 0,
    });
    expect(context.disk.state.get('inbox:order:0000000000001001')).toMatchObject({ notices: 3 });
  });
});

test('a webhook about something else is answered 200, counted and not stored', async () => {
  const { context, source, post } = attached();
  const response = await post({ scope: 'store/app/uninstalled', data: { type: 'app' } });
  expect(response.status).toBe(200);
  expect(context.commits).toBe(0);
  expect(source.counts()).toMatchObject({ ignored: 1, noticed: 0 });
});

test.each([
  ['store/cart/updated', { type: 'cart', id: 'a-1' }, 'inbox:cart:a-1'],
  ['store/customer/updated', { type: 'customer', id: 7 }, 'inbox:customer:0000000000000007'],
  ['store/subscriber/deleted', { type: 'subscriber', id: 8 }, 'inbox:subscriber:0000000000000008'],
  ['store/shipment/created', { id: 3, orderId: 9 }, 'inbox:order:0000000000000009'],
])('%s is kept too', async (scope, data, key) => {
  const { context, post } = attached();
  expect((await post({ scope, data })).status).toBe(200);
  expect(inbox(context)).toEqual([key]);
});

test('a webhook that does not say which order it is about is answered 200, with a warning', async () => {
  const { context, source, post } = attached();
  expect((await post({ data: { type: 'order' } })).status).toBe(200);
  expect(context.lines).toMatchObject([{ level: 'warn', fields: { kind: 'order' } }]);
  expect(source.counts()).toMatchObject({ ignored: 1, refused: 0 });
  expect(inbox(context)).toEqual([]);
});

test.each([
  [90_001, /tries again/],
  [90_002, /reactivate it/],
  [90_003, /blocks the domain/],
  [1, /could not deliver a webhook\.$/],
])('a delivery exception %i is an error in the log', async (code, message) => {
  const { context, source, post } = attached();
  const data = { type: 'webhook', id: 5, error_code: code, message: 'why' };
  expect((await post({ scope: 'store/hook/deliveryException', data })).status).toBe(200);
  expect(context.lines).toMatchObject([
    { level: 'error', fields: { id: 5, message: 'why' }, message: expect.stringMatching(message) },
  ]);
  expect(source.counts()).toMatchObject({ ignored: 1 });
});

describe('a webhook is refused', () => {
  test.each([
    [401, 'INVALID_SIGNATURE', { secret: 'another' }],
    [401, 'INVALID_SIGNATURE', { at: 0 }],
    [400, 'MALFORMED_WEBHOOK', { body: '{' }],
    [403, 'UNKNOWN_STORE', { storeHash: 'other' }],
    [413, 'WEBHOOK_TOO_LARGE', { body: 'x'.repeat(64 * 1024 + 1) }],
    [413, 'WEBHOOK_TOO_LARGE', { body: '{}', headers: { 'content-length': '70000' } }],
  ] as const)('with %i and %s', async (status, code, parts) => {
    const { context, source, post } = attached();
    const response = await post(parts);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: code, message: expect.any(String) });
    expect(context.commits).toBe(0);
    expect(source.counts()).toMatchObject({ refused: 1 });
    expect(context.lines).toMatchObject([{ level: 'warn', fields: { code, status } }]);
  });

  test('with 413 when the length is not announced', async () => {
    const { source } = attached();
    const endless = new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(1024)) });
    const request = new Request('https://shop.example/', {
      method: 'POST',
      body: endless,
      duplex: 'half',
    });
    expect((await source.handle(request)).status).toBe(413);
  });

  test('with 405 unless it is a POST', async () => {
    const { source } = attached();
    const response = await source.handle(new Request('https://shop.example/'));
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test('with 401 for want of the shared header', async () => {
    const sharedHeader = { name: 'X-Mill', value: 'a random token' };
    const { post } = attached({ sharedHeader });
    expect((await post()).status).toBe(401);
    expect((await post({ headers: { 'X-Mill': sharedHeader.value } })).status).toBe(200);
  });

  test('with 503 before the source is attached, and after it was stopped', async () => {
    const source = bigcommerce({ storeHash: 'abc123', accessToken: 'token', clientSecret });
    const at = new FakeContext().clock.now();
    expect((await source.handle(webhook({ at }))).status).toBe(503);
    source.attach(new FakeContext());
    await source.stop?.();
    const response = await source.handle(webhook({ at }));
    expect([response.status, await response.json()]).toMatchObject([
      503,
      { error: 'SOURCE_UNAVAILABLE' },
    ]);
  });
});

test('no secret is in an answer, in the log, or in the source', async () => {
  const sharedHeader = { name: 'X-Mill', value: 'shared-value-of-the-tests' };
  const { context, source, post } = attached({ sharedHeader });
  const told = [];
  for (const parts of [{}, { secret: 'x', headers: { 'x-mill': sharedHeader.value } }]) {
    told.push(await (await post(parts)).text());
  }
  const all = JSON.stringify([told, context.lines, source, [...context.disk.state]]);
  expect(all).not.toMatch(/of-the-tests/);
});
