import type { Entry } from '@millrace/core';
import { memorySourceContext } from '@millrace/core/testing';
import { bigcommerceSandbox, type BigCommerceSandbox } from '@millrace/sandbox';
import { onTestFinished } from 'vitest';
import { bigcommerce } from '../src/bigcommerce.ts';
import type { BigCommerceSettings } from '../src/settings.ts';

/** A store, and a source of which only the book is read. */
export async function openShop(settings: Partial<BigCommerceSettings> = {}) {
  let now = Date.parse('2026-07-10T12:00:00Z');
  const store = await bigcommerceSandbox({ now: () => now, requestQuota: 1_000_000 });
  const { id: productId } = store.addProduct({ name: 'Grist Bag', price: '25.49' });
  const context = memorySourceContext();
  const { storeHash, accessToken, clientSecret, url } = store;
  const source = bigcommerce({
    storeHash,
    accessToken,
    clientSecret,
    endpoint: url,
    poll: false,
    ...settings,
  });
  source.attach(context);
  onTestFinished(async () => {
    await source.stop?.();
    await store.close();
  });
  return {
    store,
    source,
    context,
    productId,
    at(time: string): void {
      now = Date.parse(time);
    },
    order: (more: Partial<Parameters<BigCommerceSandbox['placeOrder']>[0]> = {}) =>
      store.placeOrder({
        lines: [{ productId, quantity: 1 }],
        email: 'ana@kelpwood.co',
        statusId: 11,
        ...more,
      }).id,
    tell: () => source.backfill({ what: ['orders'], again: true }),
    read: async (
      event: string,
      from = '2026-07-01',
      until = '2026-08-01',
    ): Promise<readonly Entry[]> => {
      const found: Entry[] = [];
      const query = {
        event,
        from: `${from}T00:00:00.000Z`,
        until: `${until}T00:00:00.000Z`,
        timeZone: 'UTC',
        signal: new AbortController().signal,
      };
      for await (const entry of source.book().entries(query)) found.push(entry);
      return found;
    },
    requests: (path: RegExp) => store.requests.filter((request) => path.test(request.path)).length,
  };
}

/** Entries in short: key, time, worth, note. */
export const seen = (entries: readonly Entry[]) =>
  entries.map(({ key, at, value, currency, note }) =>
    [key, at, value, currency, note?.kind].filter(Boolean).join(' '),
  );
