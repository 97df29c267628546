import { manualClock, type ManualClock } from '@millrace/core/testing';
import { bigcommerceSandbox, type BigCommerceSandbox } from '@millrace/sandbox';
import { Gate } from '../src/api/gate.ts';
import { storeApi } from '../src/api/store-api.ts';
import type { Catalog, CatalogProduct } from '../src/catalog/catalog.ts';
import { catalogLookUps } from '../src/catalog/look-ups.ts';
import { type StoreProfile, storeProfile } from '../src/store/profile.ts';
import { Tally } from '../src/tally.ts';
import { deferred } from './deferred.ts';
import { Traffic } from './traffic.ts';

/** A store and the look-ups in its catalogue, on one clock. */
export interface CatalogShop {
  readonly sandbox: BigCommerceSandbox;
  readonly clock: ManualClock;
  readonly traffic: Traffic;
  readonly catalog: Catalog;
  readonly store: StoreProfile;
  readonly tally: Tally;
  /** What was logged as a warning, and that all is well again. */
  readonly log: string[];
  /** As an order does it, with numbers for ids. */
  look(ids: readonly number[], channelId?: number): Promise<ReadonlyMap<string, CatalogProduct>>;
  /** The requests for such a path since the last time that somebody wanted to know. */
  asked(path: RegExp): readonly URL[];
  /** Holds the next answer to such a path back, after the store has given it. */
  hold(path: RegExp): { readonly answered: Promise<void>; readonly release: () => void };
  close(): Promise<void>;
}

export async function openCatalogShop({ timeoutMs = 3_000 } = {}): Promise<CatalogShop> {
  const clock = manualClock();
  const traffic = new Traffic();
  const sandbox = await bigcommerceSandbox({ now: () => clock.now(), requestQuota: 100_000 });
  const closing = new AbortController();
  let sent: URL[] = [];
  const held = new Map<RegExp, () => Promise<void>>();
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    sent.push(url);
    const [path, wait] = [...held].find(([each]) => each.test(url.pathname)) ?? [];
    if (path) held.delete(path);
    const response = await traffic.fetch(input, init);
    await wait?.();
    return response;
  };
  const { storeHash, accessToken, url: endpoint } = sandbox;
  const settings = { storeHash, accessToken, endpoint, fetch, timeoutMs: 15_000 };
  const api = storeApi(settings, clock, new Gate(clock, () => 0));
  const store = storeProfile({ api, clock, closing: closing.signal });
  const tally = new Tally();
  const log: string[] = [];
  const write = (fields: object, message: string): void => {
    log.push(`${message} ${'reason' in fields ? String(fields.reason) : ''}`.trim());
  };
  const logger = { debug: write, info: write, warn: write, error: write };
  const catalog = catalogLookUps({
    api,
    store,
    clock,
    logger,
    tally,
    timeoutMs,
    closing: closing.signal,
  });

  return {
    sandbox,
    clock,
    traffic,
    catalog,
    store,
    tally,
    log,
    look: (ids, channelId) =>
      catalog.products(ids.map(String), channelId, new AbortController().signal),
    asked(path) {
      const since = sent;
      sent = [];
      return since.filter(({ pathname }) => path.test(pathname));
    },
    hold(path) {
      const [answered, released] = [deferred(), deferred()];
      held.set(path, () => {
        answered.resolve();
        return released.promise;
      });
      return { answered: answered.promise, release: released.resolve };
    },
    async close() {
      closing.abort();
      await traffic.idle();
      await sandbox.close();
    },
  };
}
