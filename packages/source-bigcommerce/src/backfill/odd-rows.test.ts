import { MillraceError } from '@millrace/core';
import { afterEach, describe, expect, test } from 'vitest';
import {
  altering as alteringIn,
  changing,
  minute,
  openPast,
  type PastOrder,
} from '../../test/past.ts';
import type { Processes } from '../../test/processes.ts';
import { urlOf } from '../../test/traffic.ts';
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

const altering = (path: RegExp, change: (row: Record<string, unknown>) => void) =>
  alteringIn(shop, path, change);

/** One field of one order is not as it should be. */
function damage(order: Record<string, unknown>, id: number, field: string, value: unknown): void {
  if (order['id'] === id) order[field] = value;
}

describe('a customer', () => {
  test('who cannot be understood is passed over with a reason, and stops none of the others', async () => {
    await open();
    const [bad, good] = ['lin', 'ada'].map(
      (name) => shop.sandbox.addCustomer({ email: `${name}@post.example` }).id,
    );
    const id = pastOrder();
    await shop.clock.advance(minute);
    const noDate = (row: Record<string, unknown>): void => {
      if (row['id'] === bad) row['date_created'] = null;
    };
    await shop.restart({ fetch: altering(/\/v3\/customers\?/, noDate) });
    const { outcome, skipped, parts } = await backfill();
    expect(outcome).toBe('finished');
    expect(skipped).toMatchObject([
      {
        subject: { kind: 'customer', id: String(bad) },
        reason: expect.stringContaining('date_created'),
      },
    ]);
    expect(parts.customers).toMatchObject({ read: 2, events: 1, skipped: 1 });
    expect(shop.memory.accepted.map(({ userId }) => userId)).toContain(String(good));
    expect(shop.factsOf(id)).toEqual(['placed']);
  });

  test('without an id is left out, and said', async () => {
    await open();
    shop.sandbox.addCustomer({ email: 'lin@post.example' });
    const id = pastOrder();
    await shop.clock.advance(minute);
    const noId = (row: Record<string, unknown>): void => {
      row['id'] = null;
    };
    await shop.restart({ fetch: altering(/\/v3\/customers\?/, noId) });
    expect((await backfill()).outcome).toBe('finished');
    expect(shop.factsOf(id)).toEqual(['placed']);
    expect(shop.said).toMatchObject([
      { fields: { rows: 1 }, message: expect.stringContaining('customers without an id') },
    ]);
  });
});

test('a list that ignores where a page is to begin is read no further', async () => {
  await open(ordersOnly);
  pastOrders(3);
  await shop.clock.advance(minute);
  await shop.restart({
    fetch: async (input, init) => {
      const url = new URL(urlOf(input));
      url.searchParams.delete('min_id');
      return shop.traffic.fetch(url.href, init);
    },
  });
  await expect(backfill()).rejects.toThrow('/v2/orders with what was not asked for');
});

describe('one bad order', () => {
  test('is passed over with a reason, listed, and stops none of the others', async () => {
    await open(ordersOnly);
    const ids = pastOrders(3);
    await shop.clock.advance(minute);
    const [, bad = 0] = ids;
    await shop.restart({
      fetch: changing(shop, (order) => damage(order, bad, 'total_inc_tax', null)),
    });
    const { skipped, parts } = await backfill();
    expect(ids.map(shop.factsOf)).toEqual([['placed'], [], ['placed']]);
    expect(skipped).toMatchObject([
      {
        subject: { kind: 'order', id: String(bad) },
        reason: expect.stringMatching(/total_inc_tax$/),
      },
    ]);
    expect(await shop.source.skipped()).toMatchObject([{ kind: 'order', id: String(bad) }]);
    expect(parts.orders).toMatchObject({ read: 3, events: 2, known: 0, skipped: 1 });
    await shop.restart({ fetch: shop.traffic.fetch });
    await backfill({ again: true });
    expect(shop.factsOf(bad)).toEqual(['placed']);
    expect(await shop.source.skipped()).toEqual([]);
  });

  test('whose lines cannot be read is, too', async () => {
    await open();
    const ids = pastOrders(3);
    await shop.clock.advance(minute);
    const [, bad = 0] = ids;
    await shop.restart({ fetch: changing(shop, (order) => damage(order, bad, 'items_total', 99)) });
    shop.sandbox.fail({ kind: 'status', status: 422, path: /\/orders\/\d+\/products$/ }, 1_000);
    const { skipped } = await backfill();
    expect(skipped).toMatchObject([{ subject: { id: String(bad) } }]);
    expect(ids.map(shop.factsOf)).toEqual([['placed'], [], ['placed']]);
  });

  test('that makes no event does not take its page with it', async () => {
    let bad = 0;
    await open(ordersOnly, {
      beforeCommit: (drafts) => {
        if (drafts.some(({ messageId }) => messageId?.endsWith(`:order:${bad}:placed`))) {
          throw new MillraceError('INVALID_EVENT', 'Order Completed was refused');
        }
      },
    });
    const ids = pastOrders(3);
    [, bad = 0] = ids;
    await shop.clock.advance(minute);
    const { skipped, parts } = await backfill();
    expect(ids.map(shop.factsOf)).toEqual([['placed'], [], ['placed']]);
    expect(skipped).toMatchObject([{ subject: { id: String(bad) } }]);
    expect(parts.orders).toMatchObject({ read: 3, events: 2, skipped: 1 });
  });
});
