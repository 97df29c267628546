import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openProcesses, type Processes } from '../../test/processes.ts';
import { urlOf } from '../../test/traffic.ts';
import { orderedKey } from '../memory/keys.ts';

const minute = 60_000;
const email = 'jane@example.org';

let shop: Processes;
beforeEach(async () => {
  shop = await openProcesses({ poll: {} });
  await shop.pass(minute);
});
afterEach(() => shop.close());

/** What was told, in short. */
const told = (): string[] =>
  shop.memory.accepted.map((draft) => (draft.type === 'track' ? draft.event : draft.type));

async function sweep(): Promise<void> {
  let isOver = false;
  void shop.source.sweep().finally(() => (isOver = true));
  await shop.until(() => isOver);
  await shop.pass(1_000);
}

/** BigCommerce, of which the next answers about one thing, by its id or its email, are empty. */
const withoutRows = (path: string, answers: number): typeof fetch => {
  let left = answers;
  return async (input, init) => {
    const response = await shop.traffic.fetch(input, init);
    const url = new URL(urlOf(input));
    const isOfOne = url.searchParams.has('id:in') || url.searchParams.has('email');
    if (!url.pathname.endsWith(path) || !isOfOne || left === 0) return response;
    left -= 1;
    return Response.json({ data: [], meta: {} }, { headers: response.headers });
  };
};

describe('a subscriber that an answer is without', () => {
  const path = '/customers/subscribers';

  beforeEach(async () => {
    shop.sandbox.subscribe({ email });
    await sweep();
    await shop.pass(minute);
    expect(told()).toEqual(['User Subscribed']);
  });
  const changed = async (lastName: string): Promise<void> => {
    shop.sandbox.updateSubscriber(1, { lastName });
    await sweep();
  };

  test.each([1, 2])('%i times, and then there again, keeps the consent', async (times) => {
    await shop.restart({ fetch: withoutRows(path, times) });
    await changed('Doe');
    await shop.pass(5 * minute);
    await changed('Roe');
    expect(told()).toEqual(['User Subscribed']);
    expect(await shop.source.waiting()).toEqual([]);
  });

  test('is asked for three times each time that it goes missing', async () => {
    await shop.restart({ fetch: withoutRows(path, 2) });
    await changed('Doe');
    await shop.pass(5 * minute);
    await shop.restart({ fetch: withoutRows(path, 2) });
    await changed('Roe');
    await shop.pass(5 * minute);
    expect(told()).toEqual(['User Subscribed']);
  });

  test('three times, over a minute, has withdrawn it, once', async () => {
    await shop.restart({ fetch: withoutRows(path, Number.POSITIVE_INFINITY) });
    await changed('Doe');
    await shop.pass(50_000);
    expect(told()).toEqual(['User Subscribed']);
    await shop.pass(15_000);
    expect(told()).toEqual(['User Subscribed', 'User Unsubscribed']);
    await changed('Roe');
    expect(told()).toHaveLength(2);
    expect(await shop.source.waiting()).toEqual([]);
  });

  test('has the same time in a process that was killed meanwhile', async () => {
    await shop.restart({ fetch: withoutRows(path, Number.POSITIVE_INFINITY) });
    await changed('Doe');
    await shop.restart({ fetch: withoutRows(path, Number.POSITIVE_INFINITY) });
    await shop.pass(50_000);
    expect(told()).toEqual(['User Subscribed']);
    await shop.pass(15_000);
    expect(told()).toEqual(['User Subscribed', 'User Unsubscribed']);
  });
});

test('a customer that one answer is without now and then is not forgotten', async () => {
  shop.sandbox.addCustomer({ email });
  await sweep();
  await shop.memory.commit([], [{ key: orderedKey('1'), value: true }]);
  for (const again of [1, 2]) {
    await shop.pass(minute);
    await shop.restart({ fetch: withoutRows('/customers', 1) });
    // Nothing that is told of them changes.
    shop.sandbox.updateCustomer(1, { notes: `Rang ${again} times.` });
    await sweep();
    await shop.pass(5 * minute);
  }
  expect(told()).toEqual(['identify']);
  expect(await shop.memory.recall(orderedKey('1'))).toBe(true);
});
