import type { Api, Call } from '../api/api.ts';
import { v3Pages } from '../api/pages.ts';
import type { OrderBundle } from './bundle.ts';
import type { LifeRules } from './life.ts';
import { readCoupons, readLines } from './satellites.ts';
import { type Order, Refund } from './schema.ts';

/** So that the address of a request stays short. */
const idsAtOnce = 100;

/**
 * Reads what belongs to many orders, in few calls: those of a page of `GET /v2/orders` that was asked for with
 * `wholeOrder`, parsed by `Order`. Their lines come with them and their refunds are asked for together; only coupons that no
 * line names, and lines that are missing, cost a call of their own.
 *
 * @param rules saves the calls for orders that are not placed: of those, only what came with them is in the bundle.
 * @returns the bundles, in the order of the orders.
 * @throws {ApiError}
 */
export async function readOrders(
  api: Api,
  orders: readonly Order[],
  call: Call,
  rules: LifeRules = { notPlaced: [] },
): Promise<readonly OrderBundle[]> {
  const refunds = await refundsOf(api, orders, call);
  const bundles: OrderBundle[] = [];
  for (const order of orders) {
    const whole = !rules.notPlaced.includes(order.status_id);
    const lines = whole ? await readLines(api, order, call) : (order.consignments.lines ?? []);
    const coupons = whole ? await readCoupons(api, order, lines, call) : [];
    bundles.push({ order, lines, coupons, refunds: refunds.get(order.id) ?? [] });
  }
  return bundles;
}

async function refundsOf(
  api: Api,
  orders: readonly Order[],
  call: Call,
): Promise<ReadonlyMap<number, readonly Refund[]>> {
  const found = new Map<number, Refund[]>();
  for (let start = 0; start < orders.length; start += idsAtOnce) {
    const ids = orders.slice(start, start + idsAtOnce).map(({ id }) => id);
    const query = { 'order_id:in': ids.join(',') };
    const path = '/v3/orders/payment_actions/refunds';
    for await (const page of v3Pages(api, path, Refund, { ...call, query })) {
      for (const refund of page) {
        found.set(refund.order_id, [...(found.get(refund.order_id) ?? []), refund]);
      }
    }
  }
  return found;
}
