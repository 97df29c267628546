import { afterEach, describe, expect, test } from 'vitest';
import { openProcesses, type Processes } from '../../test/processes.ts';
import { urlOf } from '../../test/traffic.ts';

let shop: Processes;
afterEach(() => shop.close());

const parent = 'parent@example.org';
const child = 'child@example.org';
type Settings = Parameters<typeof openProcesses>[0];

/** A store with a customer, and a source for which `/v3/customers` answers otherwise. */
async function open(settings: Settings, customers?: () => Promise<Response>): Promise<void> {
  shop = await openProcesses({ subscribers: 'off', poll: {}, ...settings });
  await shop.pass(60_000);
  shop.sandbox.addCustomer({ email: parent });
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const isOfCustomers = new URL(urlOf(input)).pathname.endsWith('/v3/customers');
    return isOfCustomers && customers ? customers() : shop.traffic.fetch(input, init);
  };
  await shop.restart({ fetch });
}

/** An order of the customer's, with the email of somebody else. */
async function order(): Promise<unknown> {
  const { id } = shop.sandbox.placeOrder({
    lines: [{ productId: shop.productId, quantity: 1 }],
    customerId: 1,
    email: child,
    statusId: 11,
  });
  const before = shop.clock.now();
  void shop.source.sweep().catch(() => undefined);
  await shop.until(() => shop.factsOf(id).length > 0 || shop.clock.now() - before > 30_000);
  const draft = shop.memory.accepted.find(({ messageId = '' }) =>
    messageId.endsWith(`${id}:placed`),
  );
  return { userId: draft?.userId, email: draft?.context?.traits?.['email'] };
}

describe('the first order of a customer, with the billing email of somebody else', () => {
  test.each([true, false])('names the account, with `customers: %s`', async (customers) => {
    await open({ customers });
    expect(await order()).toEqual({ userId: '1', email: customers ? undefined : parent });
    expect(JSON.stringify(shop.memory.accepted.map(({ context }) => context))).not.toContain(child);
  });

  test('names the billing email where the access token may not read customers', async () => {
    await open({ customers: false }, async () => new Response('{}', { status: 403 }));
    expect(await order()).toEqual({ userId: '1', email: child });
  });

  test.each([
    ['cannot be read', async () => new Response('busy', { status: 503 })],
    ['is not understood', async () => Response.json({ data: 'nonsense' })],
    ['is deleted', async () => Response.json({ data: [] })],
  ])('is told with the customer id alone where the account %s', async (_, answer) => {
    await open({ customers: false }, answer);
    expect(await order()).toEqual({ userId: '1', email: undefined });
  });

  test('waits three seconds for the account, and no longer', async () => {
    await open({ customers: false }, () => new Promise(() => undefined));
    const began = shop.clock.now();
    expect(await order()).toEqual({ userId: '1', email: undefined });
    expect(shop.clock.now() - began).toBeLessThanOrEqual(4_000);
  });

  test('of a backfill is told as the account, many of which are one request', async () => {
    shop = await openProcesses(
      { subscribers: 'off', customers: false, poll: false },
      { start: false },
    );
    for (let n = 1; n <= 60; n += 1) {
      const customerId = shop.sandbox.addCustomer({ email: `c${n}@example.org` }).id;
      shop.sandbox.placeOrder({
        lines: [{ productId: shop.productId, quantity: 1 }],
        customerId,
        email: child,
        statusId: 11,
        dateCreated: shop.clock.now() - 86_400_000,
      });
    }
    await shop.clock.advance(60_000);
    let isOver = false;
    void shop.source.backfill({ what: ['orders'] }).finally(() => (isOver = true));
    await shop.until(() => isOver);
    const emails = shop.memory.accepted.map(({ context }) => context?.traits?.['email']);
    expect(emails).toEqual(Array.from({ length: 60 }, (_, at) => `c${at + 1}@example.org`));
    expect(shop.asked().filter((path) => path.endsWith('/v3/customers'))).toHaveLength(2);
  });
});

test('what changes in the second in which an order is looked at is found by the next sweep', async () => {
  await open({});
  let isFirst = true;
  await shop.restart({
    fetch: async (input, init) => {
      if (isFirst && urlOf(input).includes('/catalog/products')) {
        isFirst = false;
        shop.sandbox.setStatus(id, 2);
        await new Promise<void>((goOn) => {
          shop.clock.after(2_500, goOn);
        });
      }
      return shop.traffic.fetch(input, init);
    },
  });
  const { id } = shop.sandbox.placeOrder({
    lines: [{ productId: shop.productId, quantity: 1 }],
    email: child,
    statusId: 11,
  });
  void shop.source.sweep();
  for (let step = 0; step < 30; step += 1) await shop.pass(200, 200);
  expect(shop.factsOf(id)).toEqual(['placed']);
  await shop.pass(70 * 60_000, 60_000);
  expect(shop.factsOf(id)).toEqual(['placed', 'fulfilled']);
});
