import { type Operation, silentLogger, systemClock } from '@millrace/core';
import { klaviyoSandbox, type KlaviyoSandbox } from '@millrace/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { klaviyo } from '../klaviyo.ts';

let sandbox: KlaviyoSandbox;
let list: string;

beforeAll(async () => {
  sandbox = await klaviyoSandbox({ rateLimits: false });
});
/** The first request of each test makes the list. */
beforeEach(async () => {
  sandbox.reset();
  const response = await fetch(`${sandbox.url}/api/lists`, {
    method: 'POST',
    headers: {
      authorization: `Klaviyo-API-Key ${sandbox.apiKey}`,
      revision: '2026-07-15',
      'content-type': 'application/vnd.api+json',
    },
    body: JSON.stringify({ data: { type: 'list', attributes: { name: 'VIPS' } } }),
  });
  list = ((await response.json()) as { data: { id: string } }).data.id;
});
afterAll(() => sandbox.close());

describe('a batch', () => {
  const subscribing = (name: string, listId?: string): Operation => ({
    lane: 'subscriptions',
    key: name,
    payload: {
      email: `${name}@kelpwood.co`,
      channels: ['email'],
      ...(listId !== undefined && { listId }),
    },
  });
  const deliver = (operations: readonly Operation[], fetch = globalThis.fetch) => {
    const { apiKey, url: endpoint } = sandbox;
    const context = {
      clock: systemClock,
      logger: silentLogger,
      signal: new AbortController().signal,
      quota: () => undefined,
    };
    return klaviyo({ apiKey, endpoint, fetch }).deliver(
      { lane: 'subscriptions', operations },
      context,
    );
  };
  const rejected = { status: 'rejected' };
  const delivered = { status: 'delivered' };

  it('for a list that is not there costs one request', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const outcomes = await deliver(names.map((name) => subscribing(name, 'GONE')));
    expect(outcomes).toMatchObject([rejected, rejected, rejected, rejected]);
    expect(sandbox.requests).toHaveLength(1 + 1);
  });

  it('with one that Klaviyo points at costs two, and what is said twice is sent once', async () => {
    const wrong = subscribing('a');
    const bad = { ...wrong, payload: { ...(wrong.payload as object), email: 'bad' } };
    const names = ['a', 'b', 'c', 'd', 'a'];
    const [first, ...rest] = names.map((name) => subscribing(name));
    const outcomes = await deliver([bad, ...(first ? [first] : []), ...rest]);
    expect(outcomes).toMatchObject([rejected, ...names.map(() => delivered)]);
    expect(sandbox.requests).toHaveLength(1 + 2);
    expect(sandbox.profiles).toHaveLength(4);
  });

  it('says what was told before Klaviyo went away', async () => {
    const failing: typeof fetch = async (input, init) =>
      JSON.stringify(init?.body).includes('"b@')
        ? new Response('', { status: 503 })
        : fetch(input, init);
    const operations = [subscribing('b', list), subscribing('a')].toReversed();
    await expect(deliver(operations, failing)).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      outcomes: [delivered, undefined],
    });
  });
});
