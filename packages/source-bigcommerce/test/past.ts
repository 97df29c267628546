import type { BackfillOptions, BackfillReport } from '../src/index.ts';
import { openProcesses, type Processes } from './processes.ts';
import { urlOf } from './traffic.ts';

export const minute = 60_000;
export const day = 86_400_000;

export interface PastOrder {
  readonly daysAgo?: number;
  readonly statusId?: number;
  readonly customerId?: number;
}

/** A store with a past, and a source that has never run. */
export async function openPast(...[settings, options]: Parameters<typeof openProcesses>) {
  const shop = await openProcesses({ poll: false, ...settings }, { start: false, ...options });
  const pastOrder = ({ daysAgo = 10, statusId = 11, customerId }: PastOrder = {}): number =>
    shop.sandbox.placeOrder({
      lines: [{ productId: shop.productId, quantity: 1 }],
      ...(customerId === undefined ? { email: 'ada@post.example' } : { customerId }),
      dateCreated: shop.clock.now() - daysAgo * day,
      statusId,
      billingAddress: { city: 'Leeds', country: 'United Kingdom', country_iso2: 'GB' },
    }).id;
  return {
    shop,
    pastOrder,
    pastOrders: (count: number): number[] => Array.from({ length: count }, () => pastOrder()),
    /** Runs a backfill, with as much time as it takes. */
    backfill: (options?: BackfillOptions) => backfill(shop, options),
  };
}

async function backfill(shop: Processes, options?: BackfillOptions): Promise<BackfillReport> {
  let ended = false;
  const report = shop.source.backfill(options).finally(() => (ended = true));
  report.catch(() => undefined);
  await shop.until(() => ended);
  return report;
}

/** BigCommerce, with something changed in every row of the lists at these addresses. */
export function altering(
  shop: Pick<Processes, 'traffic'>,
  address: RegExp,
  change: (row: Record<string, unknown>) => void,
): typeof fetch {
  return async (input, init) => {
    const response = await shop.traffic.fetch(input, init);
    if (!address.test(urlOf(input)) || response.status !== 200) return response;
    const body = (await response.json()) as
      | Record<string, unknown>[]
      | { readonly data: Record<string, unknown>[] };
    for (const row of Array.isArray(body) ? body : body.data) change(row);
    return Response.json(body, { headers: response.headers });
  };
}

/** BigCommerce, with something changed in every order of every list. */
export function changing(
  shop: Processes,
  change: (order: Record<string, unknown>) => void,
): typeof fetch {
  return altering(shop, /\/v2\/orders\?/, change);
}
