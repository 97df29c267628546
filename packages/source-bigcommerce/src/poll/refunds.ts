import type { Api } from '../api/api.ts';
import { madeRefundPages, type MadeRefund } from '../order/made-refunds.ts';
import type { Sweep } from './cursor.ts';
import { undated } from './undated.ts';

/**
 * Refunds that were made: a refund need not change its order. What comes of one is its order's to tell.
 *
 * @param isNews whether a refund is not known yet.
 */
export function refundSweep(
  api: Api,
  overlapMs: number,
  isNews: (refund: MadeRefund) => Promise<boolean>,
): Sweep {
  return undated('refunds', overlapMs, {
    pages: (since, signal) => madeRefundPages(api, { since }, { signal, priority: 'background' }),
    at: ({ created }) => created,
    subject: ({ order_id: id }) => ({ kind: 'order', id: String(id) }),
    isNews,
  });
}
