import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { openShop, type Shop } from '../../test/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const hour = 3_600_000;
const place = (more: object = {}) =>
  shop.sandbox.placeOrder({
    lines: [{ productId: shop.productId, quantity: 2 }],
    email: 'guest@example.org',
    statusId: 11,
    ...more,
  }).id;
/** An hour later, with everything dealt with that has happened until then. */
const later = async () => {
  await shop.settle();
  await shop.clock.advance(hour);
};
/** With everything dealt with that has happened: the catalogue is asked for several orders together, a moment later. */
const settled = async () => {
  await shop.settle();
  await shop.clock.advance(1_000);
};
const Line = z.looseObject({ price: z.number(), quantity: z.number(), discount: z.number() });
const Told = z.looseObject({
  order_id: z.string(),
  total: z.number(),
  products: z.array(Line),
});
/** What was told, as `event total`, in the order in which it was told. */
const told = (): string[] =>
  shop.disk.drafts.map(({ event, properties }) => `${event} ${Told.parse(properties).total}`);
const properties = (index = 0) => Told.parse(shop.disk.drafts[index]?.properties);
const paths = () => shop.sandbox.requests.map(({ path }) => path.replace(/^.*\/v/, 'v'));

describe('the life of an order', () => {
  test('is told step by step, each at its time', async () => {
    const id = place({ statusId: 0 });
    await later();
    shop.sandbox.setStatus(id, 11);
    await later();
    shop.sandbox.addShipment(id);
    await later();
    shop.sandbox.refundOrder(id, { items: [{ orderProductId: lineOf(id), quantity: 1 }] });
    await later();
    shop.sandbox.setStatus(id, 5);
    await settled();
    expect(told()).toEqual([
      'Order Completed 50',
      'Order Fulfilled 50',
      'Order Refunded 25',
      'Order Cancelled 50',
    ]);
    expect(shop.disk.drafts.map(({ timestamp }) => timestamp)).toEqual([
      '2026-03-01T12:00:00.000Z',
      '2026-03-01T14:00:00.000Z',
      '2026-03-01T15:00:00.000Z',
      '2026-03-01T16:00:00.000Z',
    ]);
    expect(shop.disk.drafts.every(({ context }) => context?.backfill === undefined)).toBe(true);
  });

  test('is told whole, and with the same ids and times, when all of its webhooks come at the end', async () => {
    shop.sandbox.holdWebhooks();
    const id = place();
    await later();
    shop.sandbox.addShipment(id);
    await later();
    shop.sandbox.refundOrder(id);
    await later();
    await shop.sandbox.releaseWebhooks((pending) => pending.slice(-1));
    await settled();
    expect(told()).toEqual(['Order Completed 50', 'Order Fulfilled 50', 'Order Refunded 50']);
    expect(shop.disk.drafts.map(({ timestamp }) => timestamp)).toEqual([
      '2026-03-01T12:00:00.000Z',
      '2026-03-01T13:00:00.000Z',
      '2026-03-01T14:00:00.000Z',
    ]);
  });

  test('goes on after a restart, with nothing told twice', async () => {
    const id = place();
    await later();
    await shop.restart();
    shop.sandbox.setStatus(id, 10);
    await settled();
    expect(told()).toEqual(['Order Completed 50', 'Order Fulfilled 50']);
  });
});

describe('a refund', () => {
  test('is told by itself, with its number, and adds up to what was paid back', async () => {
    const id = place();
    await later();
    shop.sandbox.refundOrder(id, { items: [{ orderProductId: lineOf(id), quantity: 1 }] });
    await later();
    shop.sandbox.refundOrder(id);
    await settled();
    expect(shop.disk.drafts.slice(1)).toMatchObject([
      { event: 'Order Refunded', properties: { refund_number: 1, total: 25, item_count: 1 } },
      { event: 'Order Refunded', properties: { refund_number: 2, total: 25 } },
    ]);
  });

  test('that leaves the status as it is is told all the same', async () => {
    const id = place();
    await later();
    shop.sandbox.refundOrder(id, { amount: '5.00', keepStatus: true, reason: 'Late' });
    await settled();
    expect(told()).toEqual(['Order Completed 50', 'Order Refunded 5']);
    expect(properties(1)).toMatchObject({ reason: 'Late', status: 'Awaiting Fulfillment' });
  });

  test('that is declined is none', async () => {
    const id = place();
    await later();
    shop.sandbox.refundOrder(id, { declined: true });
    await settled();
    expect(told()).toEqual(['Order Completed 50']);
  });

  test('by hand is of the whole order, once', async () => {
    const id = place();
    await later();
    shop.sandbox.setStatus(id, 4);
    await later();
    shop.sandbox.setStatus(id, 11);
    shop.sandbox.setStatus(id, 4);
    await settled();
    expect(told()).toEqual(['Order Completed 50', 'Order Refunded 50']);
  });
});

test('an order that is edited after it was told stays what it was', async () => {
  const id = place();
  await later();
  shop.sandbox.updateOrder(id, { staff_notes: 'Call first.' });
  await later();
  expect(told()).toEqual(['Order Completed 50']);
  expect(JSON.stringify(shop.disk.drafts)).not.toContain('Call first');
  expect(await shop.context.recall(`order:${String(id).padStart(16, '0')}`)).toMatchObject({
    // It may have changed again within that second.
    seen: '2026-03-01T12:59:59.000Z',
    facts: { placed: { value: '50', currency: 'USD' } },
  });
});

test('a registered customer is looked at with the first order', async () => {
  const customerId = shop.sandbox.addCustomer({ email: 'jane@example.org' }).id;
  await settled();
  shop.disk.drafts.length = 0;
  place({ customerId, email: undefined });
  place({ customerId, email: undefined });
  await later();
  expect(shop.disk.keys('ordered:')).toEqual([`ordered:${String(customerId).padStart(16, '0')}`]);
});

describe('the amounts of an order', () => {
  const everything = {
    lines: [
      { name: 'Made to measure', price: '19.99', quantity: 3 },
      {
        name: 'Gift certificate',
        price: '25.00',
        quantity: 1,
        giftCertificate: { recipientEmail: 'a@b.example' },
      },
    ],
    taxRate: '0.2',
    shipping: '6.00',
    handling: '1.20',
    fees: [{ name: 'Small order', amount: '2.40' }],
    discount: '5.00',
    coupons: [{ code: 'SPRING', amount: '3.00' }],
    storeCredit: '10.00',
    giftCertificate: '4.00',
  };

  test.each([false, true])('add up to its total, prices with tax: %s', async (taxIncluded) => {
    const id = place({ ...everything, taxIncluded });
    await settled();
    const { total, subtotal, shipping, handling, wrapping, fees, tax } = z
      .record(z.string(), z.coerce.number())
      .catch({})
      .parse(
        Object.fromEntries(
          Object.entries(properties()).filter(([, value]) => typeof value === 'number'),
        ),
      );
    const parts = [subtotal, shipping, handling, wrapping, fees, tax];
    const sum = parts.reduce<number>(
      (all, part) => all + Math.round((part ?? Number.NaN) * 10_000),
      0,
    );
    expect(sum).toBe(Math.round((total ?? 0) * 10_000));
    expect(total).toBe(Number(shop.sandbox.order(id).order.total_inc_tax));
    expect(properties()).toMatchObject({ discount: 8, store_credit: 10, gift_certificate: 4 });
    expect(shop.context.lines).toEqual([]);
  });

  test('are those that the shop shows', async () => {
    place({ ...everything, taxIncluded: true });
    await settled();
    expect(properties()).toMatchObject({
      prices_include_tax: true,
      item_count: 4,
      products: [{ price: 19.99, name: 'Made to measure' }, { price: 25 }],
    });
    expect(properties().products[0]).not.toHaveProperty('product_id');
  });

  test('count the members of a bundle once', async () => {
    const member = shop.sandbox.addProduct({ name: 'Strap', price: '9.00' }).id;
    place({
      lines: [{ productId: shop.productId, quantity: 2, bundled: [{ productId: member }] }],
    });
    await settled();
    expect(properties()).toMatchObject({ item_count: 2, total: 50 });
    expect(properties().products).toHaveLength(1);
    expect(shop.context.lines).toEqual([]);
  });

  test('are in the currency that was paid, not the one that was shown', async () => {
    place({ currency: 'EUR', displayCurrency: 'GBP', exchangeRate: '0.86' });
    await settled();
    expect(properties()).toMatchObject({ currency: 'EUR', total: 50 });
  });
});

test('a coupon for free shipping is named, though it takes nothing off', async () => {
  place({ shipping: '5.00', coupons: [{ code: 'SHIPFREE', amount: '0', type: 4 }] });
  await settled();
  expect(properties()).toMatchObject({ coupons: ['SHIPFREE'], total: 50, discount: 0 });
});

describe('while the catalogue does not answer', () => {
  test('an order goes with what its lines say', async () => {
    shop.sandbox.fail({ kind: 'status', status: 500, path: /\/catalog\// }, 100);
    place();
    await settled();
    await shop.clock.advance(10_000);
    expect(told()).toEqual(['Order Completed 50']);
    expect(properties().products[0]).toMatchObject({ name: 'Grist Bag', price: 25, quantity: 2 });
  });
});

test('an order that is not placed costs one request a look, whatever is in it', async () => {
  place({ statusId: 0, coupons: [{ code: null, amount: '3.00' }] });
  await settled();
  expect(paths().slice(1)).toEqual([expect.stringMatching(/^v2\/orders\/\d+$/)]);
});

function lineOf(orderId: number): number {
  return shop.sandbox.order(orderId).products[0]?.id ?? 0;
}
