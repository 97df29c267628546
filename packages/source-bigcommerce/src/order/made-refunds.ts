import * as z from 'zod';
import type { Api, Call } from '../api/api.ts';
import { v3Pages } from '../api/pages.ts';
import { date } from '../fields.ts';

/** That a refund was made, and nothing that may be wrong with it: what comes of it is its order's to tell. */
const MadeRefund = z.object({
  id: z.int().positive(),
  order_id: z.int().positive(),
  /** ISO 8601, UTC; absent where it cannot be understood. */
  created: date.optional().catch(undefined),
});
export type MadeRefund = z.output<typeof MadeRefund>;

/**
 * The refunds of a store that were made in a stretch of time: a refund need not change its order. They are never changed or
 * deleted, so pages do not shift.
 *
 * BigCommerce: REST Management, Orders V3, "Get All Refunds".
 *
 * @param since milliseconds since 1970, as is `until`, which may be absent.
 */
export function madeRefundPages(
  api: Api,
  { since, until }: { readonly since: number; readonly until?: number },
  call: Call,
): AsyncGenerator<readonly MadeRefund[]> {
  const query = {
    'created:min': new Date(since).toISOString(),
    ...(until !== undefined && { 'created:max': new Date(until).toISOString() }),
  };
  return v3Pages(api, '/v3/orders/payment_actions/refunds', MadeRefund, { ...call, query });
}
