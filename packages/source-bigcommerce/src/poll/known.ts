import type { SourceContext } from '@millrace/core';
import { FactKey } from '../order/fact.ts';
import { recallLedger } from '../order/ledger.ts';
import type { MadeRefund } from '../order/made-refunds.ts';
import type { ChangedOrder } from './orders.ts';

/** Whether an order changed since it was last looked at. */
export async function isNewsOfOrder(
  context: Pick<SourceContext, 'recall'>,
  { id, date_modified: modified }: ChangedOrder,
): Promise<boolean> {
  const ledger = await recallLedger(context, String(id));
  return ledger?.seen === undefined || modified === undefined || ledger.seen < modified;
}

/** Whether a refund was not told yet: by itself, or with all of its order. */
export async function isNewsOfRefund(
  context: Pick<SourceContext, 'recall'>,
  { id, order_id: orderId }: MadeRefund,
): Promise<boolean> {
  const { facts = {} } = (await recallLedger(context, String(orderId))) ?? {};
  return facts[FactKey.refund(id)] === undefined && facts[FactKey.refunded] === undefined;
}
