import type { BookQuery } from '@millrace/core';
import type { Api } from '../api/api.ts';
import { type MadeRefund, madeRefundPages } from '../order/made-refunds.ts';

/** Whether the vendor's bounds are inclusive, no document says; its dates are whole seconds. */
const second = 1_000;

/** The refunds that were made in a stretch of time, by the order that they are of. */
export async function refundsIn(
  api: Api,
  { from, until, signal }: BookQuery,
): Promise<ReadonlyMap<number, readonly MadeRefund[]>> {
  const range = { since: Date.parse(from) - second, until: Date.parse(until) + second };
  const found = new Map<number, MadeRefund[]>();
  for await (const page of madeRefundPages(api, range, { signal })) {
    for (const refund of page) {
      found.set(refund.order_id, [...(found.get(refund.order_id) ?? []), refund]);
    }
  }
  return found;
}
