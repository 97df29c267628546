import { describe, expect, test } from 'vitest';
import { bundle } from '../../test/bundles.ts';
import { refund } from '../../test/orders.ts';
import { openTelling, signal } from '../../test/telling.ts';
import { withoutFacts } from './ledger.ts';
import { toldEvent } from './told.ts';

describe('telling an order', () => {
  test('gives the whole history of one that is seen late, in order', async () => {
    const { look } = openTelling();
    const life = {
      status_id: 5,
      payment_status: 'refunded',
      items_shipped: 2,
      date_modified: 'Mon, 09 Mar 2026 08:00:00 +0000',
    };
    const { events, drafts } = await look(
      bundle({ ...life, date_shipped: 'Wed, 04 Mar 2026 08:00:00 +0000' }, { refunds: [refund()] }),
    );
    expect(events).toEqual([
      'Order Completed',
      'Order Fulfilled',
      'Order Refunded',
      'Order Cancelled',
    ]);
    expect(drafts.every(({ context }) => context?.backfill === undefined)).toBe(true);
  });

  test('remembers what was told in the commit that tells it', async () => {
    const { look, ledger, context } = openTelling();
    await look(bundle());
    expect(context.commits).toHaveLength(1);
    expect(await ledger()).toEqual({
      seen: '2026-03-03T10:12:00.000Z',
      facts: {
        placed: {
          at: '2026-03-03T10:11:12.000Z',
          value: '54.4',
          currency: 'EUR',
          properties: {
            order_id: '1001',
            currency: 'EUR',
            total: 54.4,
            subtotal: 45,
            shipping: 4,
            tax: 5.4,
            discount: 5,
            products: [{ line_item_id: '7', price: 25, quantity: 2, discount: 5 }],
          },
        },
      },
    });
  });

  test('keeps the value as it was told, whatever the order becomes', async () => {
    const { look, ledger } = openTelling();
    await look(bundle());
    const edited = bundle({
      total_inc_tax: '99.0000',
      date_modified: 'Fri, 06 Mar 2026 08:00:00 GMT',
    });
    expect((await look(edited)).events).toEqual([]);
    expect(await ledger()).toMatchObject({
      seen: '2026-03-06T08:00:00.000Z',
      facts: { placed: { value: '54.4' } },
    });
  });

  test('can say again what was told', async () => {
    const { look, ledger } = openTelling();
    const { drafts } = await look(bundle({}, { refunds: [refund()] }));
    const told = Object.entries((await ledger())?.facts ?? {});
    for (const [index, [key, fact]] of told.entries()) {
      const { event, messageId, timestamp, properties } = toldEvent('abc123', 1001, key, fact);
      expect(drafts[index]).toMatchObject({ event, messageId, timestamp, properties });
    }
    expect(told.map(([key]) => key)).toEqual(['placed', 'refund:12']);
  });

  test('remembers the lines of the order that was placed, which are told by themselves, and of no other fact', async () => {
    const { look, ledger } = openTelling();
    await look(bundle({ status_id: 2 }));
    const { placed, fulfilled } = (await ledger())?.facts ?? {};
    expect(placed?.properties).toHaveProperty('products');
    expect(fulfilled?.properties).not.toHaveProperty('products');
  });

  test('writes nothing when nothing has changed', async () => {
    const { look, context } = openTelling();
    await look(bundle());
    expect((await look(bundle())).changes).toEqual([]);
    expect(context.commits.at(-1)?.drafts).toEqual([]);
  });

  test('remembers of an order that is not placed that it was looked at', async () => {
    const { look, ledger, asked } = openTelling();
    expect(await look(bundle({ status_id: 0 }))).toMatchObject({ drafts: [], also: [] });
    expect(await ledger()).toEqual({ seen: '2026-03-03T10:12:00.000Z', facts: {} });
    expect(asked).toEqual([]);
  });

  test('never looks back when an older answer comes late', async () => {
    const { look, ledger } = openTelling();
    await look(bundle());
    await look(bundle({ date_modified: 'Tue, 03 Mar 2026 10:11:30 +0000' }));
    expect((await ledger())?.seen).toBe('2026-03-03T10:12:00.000Z');
  });

  test('does not take an order that changed just now for seen: it may change again within the second', async () => {
    const { look, ledger, context } = openTelling();
    const now = context.clock.now();
    const date_modified = new Date(now).toUTCString();
    await look(bundle({ date_modified }));
    expect((await ledger())?.seen).toBe(new Date(now - 1_000).toISOString());
    await context.clock.advance(2_000);
    await look(bundle({ date_modified }));
    expect((await ledger())?.seen).toBe(new Date(now).toISOString());
  });

  test('counts from when the order was asked for, however long the rest took', async () => {
    const { look, ledger, context } = openTelling();
    const readAt = context.clock.now();
    await context.clock.advance(60_000);
    await look(bundle({ date_modified: new Date(readAt).toUTCString() }), { readAt });
    expect((await ledger())?.seen).toBe(new Date(readAt - 1_000).toISOString());
  });

  test('tells again what is to be told again, and remembers that it has', async () => {
    const { look, ledger, context } = openTelling('2026-04-01T00:00:00.000Z');
    const { drafts } = await look(bundle({ status_id: 2 }));
    const before = await ledger();
    if (before === undefined) throw new Error('Nothing is remembered');
    const again = withoutFacts(before, ['placed']);
    await context.commit([], [{ key: 'order:0000000000001001', value: again }]);
    expect(await ledger()).not.toEqual(before);
    const retold = await look(bundle({ status_id: 7 }));
    expect(retold.drafts).toMatchObject([
      {
        messageId: drafts[0]?.messageId,
        timestamp: drafts[0]?.timestamp,
        context: { backfill: true },
      },
    ]);
    expect(await ledger()).toEqual(before);
    expect((await look(bundle({ status_id: 7 }))).drafts).toEqual([]);
  });

  test('asks the catalogue for the products of the channel, once', async () => {
    const { look, asked } = openTelling();
    const { drafts } = await look(bundle({ status_id: 2 }));
    expect(asked).toEqual([[['77'], 1, signal]]);
    for (const { properties } of drafts) {
      expect(properties).toMatchObject({ products: [{ categories: ['Bags'] }] });
    }
  });
});

describe('the first order of a customer', () => {
  test('is remembered, and the customer is looked at', async () => {
    const { look, context } = openTelling();
    expect((await look(bundle())).also).toEqual([{ kind: 'customer', id: '42' }]);
    expect(await context.recall('ordered:0000000000000042')).toBe(true);
    expect((await look(bundle({ id: 1002 }))).also).toEqual([]);
  });

  test.each([
    ['is a guest', { customer_id: 0 }],
    ['is not placed yet', { status_id: 1 }],
  ])('is none when it %s', async (_, more) => {
    const { look } = openTelling();
    expect((await look(bundle(more))).also).toEqual([]);
  });
});

describe('an order that was archived', () => {
  test('before it was told is passed over, with a reason, and told once it is restored', async () => {
    const { look } = openTelling();
    const archived = bundle({ status_id: 2, is_deleted: true });
    expect(await look(archived)).toMatchObject({
      drafts: [],
      skipped: expect.stringContaining('archived'),
    });
    const restored = await look(bundle({ status_id: 2 }));
    expect(restored.events).toEqual(['Order Completed', 'Order Fulfilled']);
    expect(restored).not.toHaveProperty('skipped');
  });

  test('after it was told is not passed over', async () => {
    const { look } = openTelling();
    await look(bundle());
    expect(await look(bundle({ is_deleted: true }))).not.toHaveProperty('skipped');
  });

  test('without ever being placed is no order, and nothing to be named', async () => {
    const { look } = openTelling();
    expect(await look(bundle({ status_id: 0, is_deleted: true }))).not.toHaveProperty('skipped');
  });
});

describe('what people are told', () => {
  test('an order that does not add up, once, with the difference', async () => {
    const { look, lines } = openTelling();
    await look(bundle({ total_inc_tax: '54.4500' }));
    await look(bundle({ total_inc_tax: '54.4500', status_id: 2 }));
    expect(lines).toMatchObject([
      {
        fields: { orderId: 1001, difference: '0.05' },
        message: expect.stringContaining('its total'),
      },
    ]);
  });

  test('an order that is Partially Refunded without a refund, once', async () => {
    const { look, lines, ledger } = openTelling();
    const of = (at: number) =>
      bundle({ status_id: 14, date_modified: new Date(Date.UTC(2026, 2, at)).toUTCString() });
    await look(of(5));
    await look(of(6));
    expect(lines).toMatchObject([{ fields: { orderId: 1001 } }]);
    expect(await ledger()).toMatchObject({ doubts: [expect.any(String)] });
  });

  test('nothing of a Partially Refunded order that has its refund', async () => {
    const { look, lines } = openTelling();
    await look(bundle({ status_id: 14 }, { refunds: [refund()] }));
    expect(lines).toEqual([]);
  });
});

test('a ledger that cannot be read is none: what is told again has the same ids', async () => {
  const { look, context } = openTelling();
  const { drafts } = await look(bundle());
  await context.commit([], [{ key: 'order:0000000000001001', value: { nonsense: true } }]);
  expect((await look(bundle())).drafts).toEqual(drafts);
  expect(context.accepted).toHaveLength(1);
});
