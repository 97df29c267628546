import {
  type Clock,
  createPipeline,
  memoryStore,
  type Pipeline,
  type PipelineOptions,
} from '@millrace/core';
import { klaviyo, klaviyoBook, type KlaviyoSettings } from '@millrace/destination-klaviyo';
import { bigcommerceSandbox, klaviyoSandbox } from '@millrace/sandbox';
import { bigcommerce } from '@millrace/source-bigcommerce';
import { expect, onTestFinished } from 'vitest';
import { reconcile, type ReconcileOptions, type Report } from '../src/index.ts';

export interface ShopOptions extends Partial<Pick<PipelineOptions, 'transforms'>> {
  readonly klaviyo?: Partial<KlaviyoSettings>;
  /** Of the Klaviyo account. */
  readonly timeZone?: string;
}

/** A store in Chicago, a pipeline and a Klaviyo account. Nothing is told of the store's orders until `tell`. */
export async function openShop({ klaviyo: more = {}, timeZone, transforms }: ShopOptions = {}) {
  let now = Date.parse('2026-07-10T12:00:00Z');
  const store = await bigcommerceSandbox({ now: () => now, requestQuota: 100_000 });
  const mail = await klaviyoSandbox({
    rateLimits: false,
    ...(timeZone !== undefined && { account: { timezone: timeZone } }),
  });
  const { id: productId } = store.addProduct({ name: 'Grist Bag', price: '25.49' });
  const settings = { apiKey: mail.apiKey, endpoint: mail.url, checkAtStart: false, ...more };
  const { storeHash, accessToken, clientSecret, url } = store;
  const source = bigcommerce({ storeHash, accessToken, clientSecret, endpoint: url, poll: false });
  const pipeline = await createPipeline({
    store: memoryStore(),
    sources: [source],
    destinations: [klaviyo(settings)],
    ...(transforms && { transforms }),
  });
  await pipeline.start();
  onTestFinished(async () => {
    await pipeline.close();
    await Promise.all([store.close(), mail.close()]);
  });

  const destination = klaviyoBook({ ...settings, timeoutMs: 600_000 }, { clock: hurrying });
  const ends = { source: source.book(), destination, pipeline };
  return {
    store,
    mail,
    source,
    pipeline,
    productId,
    /** Moves the clock of the store. */
    at(time: string): void {
      now = Date.parse(time);
    },
    /** A placed order of one or more pieces; returns its id. */
    order(more: Partial<Parameters<typeof store.placeOrder>[0]> = {}): number {
      const lines = [{ productId, quantity: 1 }];
      const { id } = store.placeOrder({ lines, email: 'ana@kelpwood.co', statusId: 11, ...more });
      return id;
    },
    /** Tells all that happened in the store so far. */
    async tell(): Promise<void> {
      await source.backfill({ what: ['orders'], again: true });
      await pipeline.flush();
    },
    /** Resolves when the source has looked at all that waits, and everything is delivered. */
    async settled(): Promise<void> {
      await settled(source, pipeline);
    },
    reconcile: (options: Partial<ReconcileOptions> = {}): Promise<Report> =>
      reconcile({ ...ends, from: '2026-07-01', until: '2026-07-31', ...options }),
  };
}

/** A hundred times as fast as the others: Klaviyo's limits, which the sandbox does not have here, are soon waited for. */
const hurrying: Clock = {
  now: () => Date.now() * 100,
  after(ms, fn) {
    const timer = setTimeout(fn, ms / 100);
    return { cancel: () => clearTimeout(timer) };
  },
};

async function settled(
  source: { waiting(): Promise<readonly unknown[]> },
  pipeline: Pick<Pipeline, 'flush'>,
): Promise<void> {
  await expect.poll(() => source.waiting()).toEqual([]);
  await pipeline.flush();
}
