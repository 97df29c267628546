import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openShop, type Shop } from '../test/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const place = (statusId = 0, more: object = {}) =>
  shop.sandbox.placeOrder({
    lines: [{ productId: shop.productId, quantity: 2 }],
    email: 'guest@example.org',
    statusId,
    ...more,
  });
const factOf = (orderId: number, fact: string) =>
  `bigcommerce:${shop.sandbox.storeHash}:order:${orderId}:${fact}`;
const placed = (orderId: number) => factOf(orderId, 'placed');

describe('an order', () => {
  test('is told of once it is paid, with what it is worth', async () => {
    const { id } = place(0, {
      taxRate: '0.1',
      shipping: '5.00',
      discount: '1.50',
      coupons: [{ code: 'SPRING', amount: '3.00' }],
      cartId: 'cart-1',
    });
    await shop.settle();
    expect(shop.disk.drafts).toEqual([]);
    expect(shop.source.counts()).toMatchObject({ known: 1, told: 0 });

    shop.sandbox.setStatus(id, 11);
    await shop.settle();
    expect(shop.disk.drafts).toMatchObject([
      {
        messageId: placed(id),
        event: 'Order Completed',
        context: { traits: { email: 'guest@example.org' } },
        properties: {
          order_id: String(id),
          currency: 'USD',
          total: 56,
          subtotal: 45.5,
          shipping: 5,
          tax: 5.5,
          discount: 4.5,
          coupon: 'SPRING',
          products: [{ price: 25, quantity: 2, discount: 4.5 }],
        },
      },
    ]);
  });

  test('leaves the inbox in the commit that yields its event, and is remembered', async () => {
    const before = shop.context.commits;
    const { id } = place(11);
    await shop.settle();
    expect(shop.disk.keys('inbox:')).toEqual([]);
    expect(shop.disk.keys('order:')).toEqual([`order:${String(id).padStart(16, '0')}`]);
    // One for each of the notices at most, and one for all the rest.
    expect(shop.context.commits - before).toBeLessThanOrEqual(shop.sandbox.deliveries.length + 1);
  });

  test('is told of once, however often and in whatever order its notices come', async () => {
    shop.sandbox.holdWebhooks();
    const { id } = place(0);
    for (const status of [7, 11, 9, 2, 10]) shop.sandbox.setStatus(id, status);
    await shop.sandbox.releaseWebhooks((pending) => [...pending.toReversed(), ...pending]);
    await shop.settle();
    expect(shop.disk.messageIds).toEqual([placed(id), factOf(id, 'fulfilled')]);
  });

  test('that was told of is told of again only when something new has happened to it', async () => {
    const { id } = place(11);
    await shop.settle();
    for (const status of [9, 11, 7, 0, 11]) {
      shop.sandbox.setStatus(id, status);
      await shop.settle();
    }
    expect(shop.disk.messageIds).toEqual([placed(id)]);
    shop.sandbox.setStatus(id, 2);
    await shop.settle();
    expect(shop.disk.messageIds).toEqual([placed(id), factOf(id, 'fulfilled')]);
    expect(shop.disk.keys('inbox:')).toEqual([]);
  });

  test.each([5, 6])('that goes to status %i before it is paid is never told of', async (status) => {
    const { id } = place(0);
    shop.sandbox.setStatus(id, 7);
    shop.sandbox.setStatus(id, status);
    await shop.settle();
    expect(shop.disk.drafts).toEqual([]);
    expect(shop.disk.keys('inbox:')).toEqual([]);
  });

  test('that is cancelled after it was paid is told of as cancelled, and stays told of', async () => {
    const { id } = place(11);
    await shop.settle();
    shop.sandbox.setStatus(id, 5);
    await shop.settle();
    expect(shop.disk.messageIds).toEqual([placed(id), factOf(id, 'cancelled')]);
  });

  test('that was archived before it was seen is passed over, with a reason', async () => {
    shop.sandbox.holdWebhooks();
    const { id } = place(11);
    shop.sandbox.archiveOrder(id);
    await shop.sandbox.releaseWebhooks();
    await shop.settle();
    expect(shop.disk.drafts).toEqual([]);
    expect(await shop.source.skipped()).toMatchObject([
      { kind: 'order', id: String(id), reason: expect.stringContaining('archived') },
    ]);
  });

  test('with more lines than a page holds is told of with all of them', async () => {
    const lines = Array.from({ length: 260 }, () => ({ productId: shop.productId, quantity: 1 }));
    place(11, { lines });
    await shop.settle();
    expect(shop.disk.drafts[0]?.properties).toMatchObject({ item_count: 260, total: 6_500 });
    expect(shop.disk.drafts[0]?.properties?.['products']).toHaveLength(260);
  });

  test('costs one request when it is placed, with coupons or without, and two afterwards', async () => {
    const paths = () =>
      shop.sandbox.requests.map(({ path }) => path).filter((path) => path.includes('/orders/'));
    place(11);
    await shop.settle();
    expect(paths()).toHaveLength(1);
    const { id } = place(11, { coupons: [{ code: 'SPRING', amount: '3.00' }] });
    await shop.settle();
    expect(paths()).toHaveLength(2);
    shop.sandbox.updateOrder(id, { staff_notes: 'Call first.' });
    await shop.settle();
    // There may be refunds by now.
    expect(paths().slice(2)).toEqual([
      expect.stringMatching(/\/v2\/orders\/\d+$/),
      expect.stringMatching(/\/v3\/orders\/\d+\/payment_actions\/refunds$/),
    ]);
  });
});

test('many orders are looked at four at a time', async () => {
  // Of nothing that is in the catalogue, which is asked besides.
  const lines = [{ name: 'Made to measure', price: '25.00', quantity: 2 }];
  for (let count = 0; count < 30; count += 1) place(11, { lines });
  await shop.settle();
  expect(new Set(shop.disk.messageIds).size).toBe(30);
  expect(shop.traffic.most).toBeLessThanOrEqual(4);
});

describe('a new process', () => {
  test('goes on with the inbox that the old one left', async () => {
    await shop.close();
    shop = await openShop({ start: false });
    const ids = [place(11).id, place(11).id, place(0).id];
    await shop.settle();
    expect(shop.disk.drafts).toEqual([]);
    expect(shop.disk.keys('inbox:')).toHaveLength(3);

    await shop.restart();
    await shop.settle();
    expect(shop.disk.messageIds.toSorted()).toEqual(ids.slice(0, 2).map(placed));
    expect(shop.disk.keys('inbox:')).toEqual([]);
  });

  test('goes on with an order that the old one was fetching', async () => {
    shop.sandbox.fail({ kind: 'slow', ms: 60_000, path: /\/orders\/\d+$/ });
    const underWay = shop.traffic.sent(/\/orders\/\d+$/);
    const { id } = place(11);
    await underWay;
    await shop.source.stop?.();
    expect(shop.disk.drafts).toEqual([]);
    shop.sandbox.recover();
    await shop.restart();
    await shop.settle();
    expect(shop.disk.messageIds).toEqual([placed(id)]);
  });

  test('does not tell again of what the old one told', async () => {
    const { id } = place(11);
    await shop.settle();
    await shop.restart();
    shop.sandbox.setStatus(id, 2);
    await shop.settle();
    expect(shop.disk.messageIds).toEqual([placed(id), factOf(id, 'fulfilled')]);
  });
});
