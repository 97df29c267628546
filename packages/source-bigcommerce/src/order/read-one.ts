import type { Api, Call } from '../api/api.ts';
import { readOne } from '../api/read.ts';
import type { OrderBundle } from './bundle.ts';
import { isTold, type OrderLedger } from './ledger.ts';
import type { LifeRules } from './life.ts';
import { mayHaveRefunds, readCoupons, readLines, readRefunds } from './satellites.ts';
import { Order, wholeOrder } from './schema.ts';

/** What is known of an order before it is read. */
export interface Known {
  readonly ledger: OrderLedger | undefined;
  readonly rules: LifeRules;
}

/**
 * Reads an order: mostly one call, and one more for each part that the answer does not hold and that there may be.
 *
 * @param known saves what is of no use: all the parts of an order that is not placed, the refunds of one that just was.
 *   Without it, everything is read.
 * @throws {ApiError}
 */
export async function readOrder(
  api: Api,
  id: string,
  call: Call,
  known?: Known,
): Promise<OrderBundle> {
  const order = await readOne(api, `/v2/orders/${id}`, Order, { ...call, query: wholeOrder });
  if (known !== undefined && !isOfUse(order, known)) return { order, ...noParts };
  const lines = await readLines(api, order, call);
  const wanted = known === undefined || mayHaveRefunds(order, lines, known.ledger);
  const refunds = wanted ? await readRefunds(api, id, call) : [];
  const coupons = await readCoupons(api, order, lines, call);
  return { order, lines, coupons, refunds };
}

const noParts = { lines: [], coupons: [], refunds: [] } as const;

/** Whether there may be something to tell of an order: it was placed before, or may be now. */
function isOfUse(order: Order, { ledger, rules }: Known): boolean {
  if (isTold(ledger)) return true;
  return order.is_deleted !== true && !rules.notPlaced.includes(order.status_id);
}
