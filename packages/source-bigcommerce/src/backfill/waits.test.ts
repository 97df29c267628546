import { StoreFull } from '@millrace/core';
import { afterEach, describe, expect, test } from 'vitest';
import { changing as changingOrders, minute, openPast, type PastOrder } from '../../test/past.ts';
import type { Processes } from '../../test/processes.ts';
import { urlOf } from '../../test/traffic.ts';
import type { BackfillOptions, BackfillProgress, BackfillReport } from '../index.ts';

let shop: Processes;
let pastOrder: (order?: PastOrder) => number;
let pastOrders: (count: number) => number[];
let backfill: (options?: BackfillOptions) => Promise<BackfillReport>;
afterEach(() => shop.close());

async function open(...options: Parameters<typeof openPast>): Promise<void> {
  ({ shop, pastOrder, pastOrders, backfill } = await openPast(...options));
}

const hour = 60 * minute;

/** BigCommerce, which cannot answer some pages of whole orders. */
function failingPages(fails: (page: { readonly limit: number }) => boolean): typeof fetch {
  return async (input, init) => {
    const url = new URL(urlOf(input));
    const isPage = url.pathname.endsWith('/v2/orders') && url.searchParams.has('include');
    const limit = Number(url.searchParams.get('limit'));
    if (isPage && fails({ limit })) return new Response('<html>', { status: 504 });
    return shop.traffic.fetch(input, init);
  };
}

describe('a backfill waits', () => {
  test('while the store of the pipeline is full', async () => {
    let refusals = 5;
    await open(
      {},
      {
        beforeCommit: (drafts) => {
          if (drafts.length > 0 && (refusals -= 1) >= 0) throw new StoreFull('the disk is full');
        },
      },
    );
    const id = pastOrder();
    await shop.clock.advance(minute);
    expect((await backfill()).outcome).toBe('finished');
    expect(shop.factsOf(id)).toEqual(['placed']);
  });

  test('while BigCommerce is down, and while it throttles', async () => {
    await open();
    const id = pastOrder();
    await shop.clock.advance(minute);
    shop.sandbox.fail({ kind: 'status', status: 503 }, 5);
    shop.sandbox.fail({ kind: 'throttle' }, 5);
    expect((await backfill()).outcome).toBe('finished');
    expect(shop.factsOf(id)).toEqual(['placed']);
  });

  test('for a page that is too much for the store, and asks for smaller ones', async () => {
    await open({ customers: false });
    const ids = pastOrders(300);
    await shop.clock.advance(minute);
    const limits: number[] = [];
    await shop.restart({
      fetch: failingPages(({ limit }) => limits.push(limit) > 0 && limit > 100),
    });
    const seen: BackfillProgress[] = [];
    await backfill({ what: ['orders'], onProgress: (so) => seen.push(so) });
    expect(ids.every((id) => shop.factsOf(id).length === 1)).toBe(true);
    expect(limits.slice(0, 3)).toEqual([250, 125, 62]);
    // As long as it waits, it says why.
    expect(
      seen.filter(({ waiting }) => waiting !== undefined).map(({ waiting }) => waiting),
    ).toEqual([expect.stringContaining('status 504')]);
    expect(seen.at(-1)).toMatchObject({ state: 'finished', read: 300 });
    expect(seen.at(-1)).not.toHaveProperty('waiting');
    expect(shop.said.map(({ message }) => message)).toEqual([
      'The backfill waits for BigCommerce, which cannot answer.',
    ]);
  });

  test('for a page that always fails, and keeps nobody else waiting', async () => {
    await open({ customers: false });
    pastOrders(3);
    await shop.clock.advance(minute);
    const at: number[] = [];
    await shop.restart({ fetch: failingPages(() => at.push(shop.clock.now()) > 0) });
    const seen: BackfillProgress[] = [];
    const done = shop.source.backfill({ onProgress: (so) => seen.push(so) });
    await shop.pass(2 * hour, 10_000);
    expect(seen.at(-1)).toMatchObject({ part: 'orders', state: 'running' });
    expect(seen.at(-1)?.waiting).toContain('status 504');
    expect(shop.said).toHaveLength(1);
    expect(at.length).toBeLessThan(60);
    for (let live = 0; live < 5; live += 1) {
      const id = pastOrder({ daysAgo: 0 });
      void shop.source.sweep();
      await shop.pass(2_000, 1_000);
      expect(shop.factsOf(id)).toEqual(['placed']);
      await shop.pass(7 * minute, 10_000);
    }
    await shop.source.stop?.();
    expect((await done).outcome).toBe('stopped');
  });

  test.each([
    [150, undefined, 75],
    [150, 0.2, 30],
    [150, 0.8, 120],
    // Few enough for what the catalogue is asked to make the difference.
    [50, 0.1, 5],
  ])('for its share of the quota: of %i requests %s', async (requestQuota, share, most) => {
    await open({}, { store: { requestQuota } });
    for (let count = 0; count < 300; count += 1) {
      shop.sandbox.addCustomer({ email: `buyer${count}@post.example` });
    }
    // Each with lines that have to be asked for.
    const ids = pastOrders(requestQuota + 2);
    await shop.clock.advance(minute);
    const at: number[] = [];
    const withoutLines = changingOrders(shop, (order) => (order['consignments'] = { url: '' }));
    await shop.restart({
      fetch: async (input, init) => {
        at.push(shop.clock.now());
        return withoutLines(input, init);
      },
    });
    await backfill({ ...(share !== undefined && { share }) });
    const inWindow = at.map(
      (from) => at.filter((time) => time >= from && time < from + 30_000).length,
    );
    expect(Math.max(...inWindow)).toBeLessThanOrEqual(most);
    expect(Math.max(...inWindow)).toBeGreaterThan(most * 0.8);
    expect(ids.every((id) => shop.factsOf(id).length === 1)).toBe(true);
  });

  test('for nobody when its signal is aborted: it says that it stopped, and goes on later', async () => {
    await open({ customers: false });
    const ids = pastOrders(600);
    await shop.clock.advance(minute);
    const stop = new AbortController();
    const onProgress = ({ part, read }: BackfillProgress): void => {
      if (part === 'orders' && read > 0) stop.abort();
    };
    const { outcome, parts } = await backfill({ signal: stop.signal, onProgress });
    expect(outcome).toBe('stopped');
    expect(parts.orders).toMatchObject({ read: 250 });
    expect(shop.told).toHaveLength(250);
    expect(await backfill()).toMatchObject({ outcome: 'finished', resumed: true });
    expect(ids.every((id) => shop.factsOf(id).length === 1)).toBe(true);
  });
});

describe('a backfill ends with an error', () => {
  test('that names the scope which the access token lacks', async () => {
    const scopes = ['store_v2_customers_read_only'];
    const accessTokens = [{ token: 'too-few', scopes }];
    await open({ accessToken: 'too-few' }, { store: { accessTokens } });
    pastOrder();
    await shop.clock.advance(minute);
    const seen: BackfillProgress[] = [];
    await expect(backfill({ onProgress: (so) => seen.push(so) })).rejects.toThrow(
      'the scope Orders (read-only)',
    );
    expect(seen.at(-1)).toMatchObject({ part: 'orders', state: 'failed' });
  });

  test('for options that make no sense, and asks for nothing', async () => {
    await open();
    await expect(shop.source.backfill({ share: 0.9 })).rejects.toThrow('share');
    await expect(shop.source.backfill({ from: '2026-01-01' })).rejects.toThrow('expected a Date');
    const at = '2026-01-01T00:00:00Z';
    await expect(shop.source.backfill({ from: at, until: at })).rejects.toThrow('after from');
    expect(shop.asked()).toEqual([]);
  });

  test('while another one is under way, and once the source is stopped', async () => {
    await open();
    pastOrder();
    const first = shop.source.backfill();
    await expect(shop.source.backfill()).rejects.toMatchObject({ code: 'BACKFILL_RUNNING' });
    await shop.source.stop?.();
    expect((await first).outcome).toBe('stopped');
    await expect(shop.source.backfill()).rejects.toMatchObject({ code: 'SOURCE_STOPPED' });
    expect(shop.clock.pending).toBe(0);
  });
});

describe('while a backfill goes on', () => {
  test("an order that changes behind its page is the next sweep's", async () => {
    await open();
    const ids = pastOrders(600);
    await shop.clock.advance(minute);
    const changing = [ids[0] ?? 0, ids[500] ?? 0];
    let isChanged = false;
    const onProgress = ({ part, read }: BackfillProgress): void => {
      if (part !== 'orders' || read === 0 || isChanged) return;
      isChanged = true;
      // One that was told, and one that is still to be read. No webhook tells of either.
      for (const id of changing) shop.sandbox.setStatus(id, 10);
    };
    await shop.source.start?.();
    await backfill({ onProgress });
    await shop.source.sweep();
    await shop.pass(minute);
    expect(changing.map(shop.factsOf)).toEqual([
      ['placed', 'fulfilled'],
      ['placed', 'fulfilled'],
    ]);
  });

  test('a subscriber who leaves moves nobody out of sight', async () => {
    await open({ pastConsent: 'import' });
    const readers = Array.from({ length: 600 }, (_, index) =>
      shop.sandbox.subscribe({ email: `reader${index}@post.example` }),
    );
    await shop.clock.advance(minute);
    let hasLeft = false;
    const onProgress = ({ part, read }: BackfillProgress): void => {
      if (part !== 'subscribers' || read === 0 || hasLeft) return;
      hasLeft = true;
      shop.sandbox.deleteSubscriber(readers[0]?.id ?? 0);
    };
    await backfill({ what: ['subscribers'], onProgress });
    const told = new Set(shop.memory.accepted.map(({ context }) => context?.traits?.['email']));
    expect(readers.slice(1).filter(({ email }) => !told.has(email))).toEqual([]);
  });

  test('what shows its progress may fail', async () => {
    await open();
    const id = pastOrder();
    await shop.clock.advance(minute);
    const onProgress = (): void => {
      throw new Error('the terminal is gone');
    };
    expect((await backfill({ onProgress })).outcome).toBe('finished');
    expect(shop.factsOf(id)).toEqual(['placed']);
  });

  test('its progress says how far it is, and how long it takes', async () => {
    await open({ customers: false }, { store: { requestQuota: 4 } });
    pastOrders(600);
    await shop.clock.advance(minute);
    const seen: BackfillProgress[] = [];
    await backfill({ what: ['orders'], onProgress: (so) => seen.push(so) });
    expect(seen.map(({ read }) => read)).toEqual([0, 250, 500, 600, 600]);
    expect(seen.every(({ total }) => total === 600)).toBe(true);
    expect(seen.map(({ state }) => state)).toEqual([...Array(4).fill('running'), 'finished']);
    expect(seen[2]?.etaMs).toBeGreaterThan(0);
    expect(seen.at(-1)).toMatchObject({ events: 600, known: 0, skipped: 0, etaMs: 0 });
  });
});
