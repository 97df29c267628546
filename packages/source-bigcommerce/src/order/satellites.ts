import type { Api, Call } from '../api/api.ts';
import { NotFound, UnexpectedAnswer } from '../api/errors.ts';
import { all, v2Pages, v3Pages } from '../api/pages.ts';
import { sum } from '../money.ts';
import { Status } from './evidence.ts';
import { isTold, type OrderLedger } from './ledger.ts';
import { OrderProduct, ownLines } from './line-schema.ts';
import { type Order, OrderCoupon, Refund } from './schema.ts';

/** Time enough for an order to be created, paid and looked at for the first time: nobody pays back sooner. */
const justPlacedMs = 60 * 60 * 1_000;

/** Those that came with the order, if they are all of them; else from the list of its own. */
export async function readLines(
  api: Api,
  order: Order,
  call: Call,
): Promise<readonly OrderProduct[]> {
  const { lines } = order.consignments;
  if (lines !== undefined && isAll(lines, order)) return lines;
  const path = `/v2/orders/${order.id}/products`;
  return unlessMissing(all(v2Pages(api, path, OrderProduct, call)), () => {
    // The order is there, as it was just read: it must not be passed over as one that is not.
    throw new UnexpectedAnswer(`${path} with 404, though there is such an order`);
  });
}

/** No document says that every kind of line comes with an order, so their pieces are counted. */
function isAll(lines: readonly OrderProduct[], { items_total: total }: Order): boolean {
  const pieces = (of: readonly OrderProduct[]) => sum(of.map(({ quantity }) => quantity));
  return pieces(ownLines(lines)).eq(total) || pieces(lines).eq(total);
}

/**
 * Lines name the coupons that took something off them. The coupons are asked for only where that is not all there is:
 * some of the discount has no name, or shipping was made free.
 */
export async function readCoupons(
  api: Api,
  order: Order,
  lines: readonly OrderProduct[],
  call: Call,
): Promise<readonly OrderCoupon[]> {
  const named = lines.flatMap(({ applied_discounts: applied }) =>
    applied.filter(({ code }) => code !== undefined).map(({ amount }) => amount),
  );
  const shipsFree = order.base_shipping_cost.gt(0) && order.shipping_cost_inc_tax.eq(0);
  if (sum(named).eq(order.coupon_discount) && !shipsFree) return [];
  const coupons = all(v2Pages(api, `/v2/orders/${order.id}/coupons`, OrderCoupon, call));
  return unlessMissing(coupons, () => []);
}

export async function readRefunds(api: Api, id: string, call: Call): Promise<readonly Refund[]> {
  const refunds = all(v3Pages(api, `/v3/orders/${id}/payment_actions/refunds`, Refund, call));
  return unlessMissing(refunds, () => []);
}

/** What becomes of a 404 for a part of an order that was just read. */
async function unlessMissing<T>(read: Promise<T>, missing: () => T): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof NotFound) return missing();
    throw error;
  }
}

/**
 * Whether an order may have refunds. There may be some in any status, so only one that was just placed, and that nothing
 * else says it of, is taken to have none: whatever happens to it next, it is looked at again.
 */
export function mayHaveRefunds(
  order: Order,
  lines: readonly OrderProduct[],
  ledger: OrderLedger | undefined,
): boolean {
  if (isTold(ledger)) return true;
  if (telling.has(order.status_id) || order.payment_status?.toLowerCase().includes('refund')) {
    return true;
  }
  if (lines.some(({ quantity_refunded: refunded }) => refunded.gt(0))) return true;
  return Date.parse(order.date_modified) - Date.parse(order.date_created) > justPlacedMs;
}

const telling = new Set<number>([
  Status.refunded,
  Status.partiallyRefunded,
  Status.cancelled,
  Status.declined,
  Status.disputed,
]);
