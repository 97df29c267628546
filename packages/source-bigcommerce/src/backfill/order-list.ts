import type { SourceContext } from '@millrace/core';
import * as z from 'zod';
import type { Api } from '../api/api.ts';
import type { Insistent } from '../api/insist.ts';
import { lastIdBeyond } from '../api/moving.ts';
import { parseAnswer } from '../api/read.ts';
import { type Row, rowsOf } from '../api/rows.ts';
import { Order, wholeOrder } from '../order/schema.ts';
import { passedRow, warnOfNameless } from './rows.ts';
import { isWithin, type PartCall, widened } from './page.ts';
import type { PassedOver } from './report.ts';

const path = '/v2/orders';

/** A page of orders as the store has them now, lowest id first. */
export interface OrderPage {
  readonly orders: readonly Order[];
  /** Just before it was asked for: milliseconds since 1970, by our clock. */
  readonly readAt: number;
  /** Those that cannot be understood. */
  readonly passed: readonly PassedOver[];
  /** The last id of the page, understood or not. */
  readonly lastId: number;
}

/**
 * The orders of a range, by id: ids do not move while orders change, and each page begins behind the last one. Ids are
 * given in the order of creation but for orders that are brought over, so the range is the filter's and not the ids'.
 *
 * BigCommerce: REST Management, Orders V2, "Get All Orders".
 *
 * @throws {UnexpectedAnswer} when the store ignores where a page is to begin.
 */
export async function* orderPages(
  api: Insistent,
  { clock, logger }: Pick<SourceContext, 'clock' | 'logger'>,
  call: PartCall,
): AsyncGenerator<OrderPage> {
  const { min, max } = widened(call);
  const bounds = { min_date_created: min, max_date_created: max, sort: 'id:asc' };
  for (let lastId = Number(call.cursor ?? 0); ;) {
    const query = { ...wholeOrder, ...bounds, min_id: lastId + 1 };
    const readAt = clock.now();
    const { body } = await api.page(path, { signal: call.signal, query });
    const { rows, count } = rowsOf(body, path);
    if (count === 0) return;
    lastId = lastIdBeyond(lastId, rows, path);
    warnOfNameless(count - rows.length, 'orders', logger);
    yield { ...understood(rows, call), readAt, lastId };
  }
}

/** An order that is none must not take the others with it. */
function understood(rows: readonly Row[], call: PartCall) {
  const orders: Order[] = [];
  const passed: PassedOver[] = [];
  for (const row of rows) {
    const order = Order.safeParse(row);
    if (order.success) {
      if (isWithin(call, order.data.date_created)) orders.push(order.data);
      continue;
    }
    passed.push(passedRow('order', row.id, order.error));
  }
  return { orders, passed };
}

const Count = z.object({ count: z.int().min(0) });

/** BigCommerce: REST Management, Orders V2, "Get Count of Orders". */
export async function countOrders(api: Api, call: PartCall): Promise<number> {
  const { min, max } = widened(call);
  const query = { min_date_created: min, max_date_created: max };
  const body = await api.get(`${path}/count`, { signal: call.signal, query });
  return parseAnswer(Count, body, `${path}/count`).count;
}
