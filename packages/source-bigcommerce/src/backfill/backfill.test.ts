import type { Draft } from '@millrace/core';
import { afterEach, describe, expect, test } from 'vitest';
import { day, minute, openPast, type PastOrder } from '../../test/past.ts';
import type { Processes } from '../../test/processes.ts';
import type { BackfillOptions, BackfillReport } from '../index.ts';

let shop: Processes;
let pastOrder: (order?: PastOrder) => number;
let pastOrders: (count: number) => number[];
let backfill: (options?: BackfillOptions) => Promise<BackfillReport>;
afterEach(() => shop.close());

async function open(...options: Parameters<typeof openPast>): Promise<void> {
  ({ shop, pastOrder, pastOrders, backfill } = await openPast(...options));
}

/** Of customers and guests, nothing is told. */
const ordersOnly = { customers: false } as const;

const isHistory = ({ context }: Draft): boolean => context?.['backfill'] === true;

describe('a backfill', () => {
  test('tells all that is older than the first start, customers first, as history', async () => {
    await open();
    const { id: customerId } = shop.sandbox.addCustomer({ email: 'lin@post.example' });
    const shipped = pastOrder({ daysAgo: 300, statusId: 10, customerId });
    const paid = pastOrder({ daysAgo: 2 });
    const unpaid = pastOrder({ statusId: 7 });
    await shop.clock.advance(minute);
    await shop.source.start?.();
    const { outcome, resumed, parts, skipped } = await backfill();
    expect({ outcome, resumed, skipped }).toEqual({
      outcome: 'finished',
      resumed: false,
      skipped: [],
    });
    expect(shop.factsOf(shipped)).toEqual(['placed', 'fulfilled']);
    expect(shop.factsOf(paid)).toEqual(['placed']);
    expect(shop.factsOf(unpaid)).toEqual([]);
    expect(shop.memory.accepted[0]).toMatchObject({ type: 'identify', userId: String(customerId) });
    expect(shop.memory.accepted.every(isHistory)).toBe(true);
    expect(parts).toMatchObject({
      customers: { read: 1, events: 1 },
      orders: { read: 3, known: 1, skipped: 0 },
    });
  });

  test('tells the address of a customer together with the first order', async () => {
    await open();
    const customer = shop.sandbox.addCustomer({ email: 'lin@post.example', firstName: 'Lin' });
    shop.sandbox.setAddress(customer.id, { city: 'Leeds', country: 'United Kingdom' });
    pastOrder({ customerId: customer.id });
    pastOrder({ customerId: customer.id });
    await shop.clock.advance(minute);
    await backfill();
    const withOrders = shop.memory.commits.find(({ drafts }) =>
      drafts.some(({ type }) => type === 'track'),
    );
    expect(withOrders?.drafts.map(({ type }) => type)).toEqual(['track', 'track', 'identify']);
    expect(withOrders?.drafts.at(-1)).toMatchObject({ traits: { address: { city: 'Leeds' } } });
    expect(await shop.source.waiting()).toEqual([]);
  });

  test('leaves to the live feed what is newer than the first start', async () => {
    await open();
    await shop.source.start?.();
    await shop.clock.advance(minute);
    const live = pastOrder({ daysAgo: 0 });
    await backfill();
    expect(shop.factsOf(live)).toEqual([]);
    await shop.source.sweep();
    await shop.pass(minute);
    expect(shop.factsOf(live)).toEqual(['placed']);
    expect(shop.memory.accepted.some(isHistory)).toBe(false);
  });

  test('tells a range: from its first moment, up to its last', async () => {
    await open();
    const ids = [30, 20, 10].map((daysAgo) => pastOrder({ daysAgo }));
    const now = shop.clock.now();
    const ago = (days: number) => new Date(now - days * day);
    await shop.clock.advance(minute);
    const { from, until } = await backfill({ from: ago(20), until: ago(10), what: ['orders'] });
    expect(ids.map(shop.factsOf)).toEqual([[], ['placed'], []]);
    expect([from, until]).toEqual([ago(20).toISOString(), ago(10).toISOString()]);
  });

  test('leaves out kinds that the settings leave out', async () => {
    await open({ customers: false, subscribers: 'off' });
    shop.sandbox.addCustomer({ email: 'lin@post.example' });
    expect(Object.keys((await backfill()).parts)).toEqual(['orders']);
    expect(shop.told).toEqual([]);
  });

  test('imports the consent of newsletter subscribers where the settings say so', async () => {
    await open({ pastConsent: 'import' });
    const emails = Array.from({ length: 600 }, (_, index) => `reader${index}@post.example`);
    for (const email of emails) shop.sandbox.subscribe({ email });
    await shop.clock.advance(minute);
    const { parts } = await backfill({ what: ['subscribers'] });
    expect(parts.subscribers).toMatchObject({ read: 600 });
    const subscribed = shop.memory.accepted.filter((draft) => draft.type === 'track');
    expect(subscribed).toHaveLength(600);
  });
});

describe('a backfill whose process dies', () => {
  test('goes on behind the last page that was written, and tells everything once', async () => {
    let commits = 0;
    await open(ordersOnly, {
      beforeCommit: (drafts) => {
        commits += Number(drafts.length > 0);
        if (commits === 2) shop.kill();
      },
    });
    const ids = pastOrders(600);
    await shop.clock.advance(minute);
    void shop.source.backfill({ what: ['orders'] });
    await shop.until(() => commits >= 2);
    expect(shop.told.length).toBe(500);
    await shop.restart();
    shop.asked();
    const { resumed, parts } = await backfill({ what: ['orders'] });
    expect(resumed).toBe(true);
    expect(parts.orders).toMatchObject({ read: 600, events: 600, known: 0 });
    expect(ids.map(shop.factsOf)).toEqual(ids.map(() => ['placed']));
    expect(shop.memory.commits.flatMap(({ receipts }) => receipts)).toHaveLength(600);
    expect(shop.asked().filter((path) => path.endsWith('/v2/orders'))).toHaveLength(2);
  });

  test('is not run again when it is finished, unless it is told to', async () => {
    await open(ordersOnly);
    pastOrder();
    await shop.clock.advance(minute);
    await backfill();
    await shop.restart();
    shop.asked();
    expect((await backfill()).outcome).toBe('finished before');
    expect(shop.asked()).toEqual([]);
    const { outcome, resumed, parts } = await backfill({ again: true });
    expect([outcome, resumed]).toEqual(['finished', false]);
    expect(parts.orders).toMatchObject({ read: 1, events: 0, known: 1 });
    expect(shop.told).toHaveLength(1);
  });

  test('is another one with another range', async () => {
    await open();
    const id = pastOrder({ daysAgo: 10 });
    await shop.clock.advance(minute);
    const until = new Date(shop.clock.now() - 20 * day);
    await backfill({ until });
    expect(shop.factsOf(id)).toEqual([]);
    expect((await backfill()).outcome).toBe('finished');
    expect(shop.factsOf(id)).toEqual(['placed']);
  });
});

describe('a range that begins after the first start', () => {
  async function openLater(): Promise<{ readonly from: Date; readonly firstStart: string }> {
    await open();
    const firstStart = new Date(shop.clock.now()).toISOString();
    await shop.source.start?.();
    await shop.pass(20 * day, 5 * day);
    return { from: new Date(shop.clock.now() - 7 * day), firstStart };
  }

  test('is refused without its end, as nothing would be in it: the error names the first start', async () => {
    const { from, firstStart } = await openLater();
    pastOrder({ daysAgo: 3 });
    await expect(shop.source.backfill({ from })).rejects.toMatchObject({
      code: 'INVALID_SETTINGS',
      issues: [{ path: 'from', message: expect.stringContaining(firstStart) }],
    });
  });

  test('is told up to its end, all of it as history', async () => {
    const { from } = await openLater();
    const customer = shop.sandbox.addCustomer({ email: 'lin@post.example' });
    shop.sandbox.subscribe({ email: 'lin@post.example' });
    const id = pastOrder({ daysAgo: 3, statusId: 10, customerId: customer.id });
    await shop.clock.advance(minute);
    await backfill({ from, until: new Date(shop.clock.now()) });
    expect(shop.factsOf(id)).toEqual(['placed', 'fulfilled']);
    const types = shop.memory.accepted.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['identify', 'track']));
    expect(shop.memory.accepted.every(isHistory)).toBe(true);
  });
});
