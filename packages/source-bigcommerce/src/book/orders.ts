import type { BookQuery } from '@millrace/core';
import * as z from 'zod';
import type { Api } from '../api/api.ts';
import { lastIdBeyond } from '../api/moving.ts';
import { pageSize } from '../api/pages.ts';
import { parseAnswer } from '../api/read.ts';
import { type Row, rowsOf } from '../api/rows.ts';
import type { FactKind } from '../order/fact.ts';
import { readEach } from '../order/read-each.ts';
import { Order, wholeOrder } from '../order/schema.ts';

const path = '/v2/orders';
const One = z.looseObject({ id: z.int().positive() });

/** So many are asked for one by one before they are dealt with. */
const atOnce = 25;

/** An order that cannot be read, or cannot be understood as one. */
export interface Strange {
  readonly id: number;
  /** As the vendor has it, if it says. */
  readonly created: unknown;
  /** Why, for people. */
  readonly reason: string;
}

/** A page of orders as the store has them now. */
export interface OrderRows {
  readonly orders: readonly Order[];
  readonly strange: readonly Strange[];
}

/**
 * Every order of which a fact of this kind may lie in a stretch of time, lowest id first: ids do not move while orders
 * change. An order is placed when it is created; whatever else happens to it changes it, then or later. So all that were
 * changed since the stretch began are read for those.
 *
 * BigCommerce: REST Management, Orders V2, "Get All Orders". Archived orders are in a list of their own.
 *
 * @param besides the ids of those that something has happened to, whether that changed them or not.
 */
export async function* ordersFor(
  api: Api,
  kind: FactKind,
  besides: Iterable<number>,
  { from, until, signal }: BookQuery,
): AsyncGenerator<OrderRows> {
  const unlisted = new Set(besides);
  const since = moved(from, -second);
  const bounds =
    kind === 'placed'
      ? { min_date_created: since, max_date_created: moved(until, second) }
      : { min_date_modified: since };
  for (const archived of [false, true]) {
    const query = { ...wholeOrder, ...bounds, sort: 'id:asc', limit: pageSize };
    for (let lastId = 0; ;) {
      const page = { ...query, min_id: lastId + 1, ...(archived && { is_deleted: true }) };
      const { rows, count } = rowsOf(await api.get(path, { signal, query: page }), path);
      if (count === 0) break;
      lastId = lastIdBeyond(lastId, rows, path);
      for (const { id } of rows) unlisted.delete(id);
      // Whatever the filter was made of: each order is in one of the two lists.
      yield understood(rows, (order) => (order.is_deleted === true) === archived);
    }
  }
  const ids = [...unlisted];
  for (let first = 0; first < ids.length; first += atOnce) {
    yield await oneByOne(api, ids.slice(first, first + atOnce), signal);
  }
}

/** BigCommerce: REST Management, Orders V2, "Get an Order": no list can be asked for by ids. */
async function oneByOne(api: Api, ids: readonly number[], signal: AbortSignal): Promise<OrderRows> {
  const { read, unread } = await readEach(ids, async (some) => {
    const rows: Row[] = [];
    for (const id of some) {
      const body = await api.get(`${path}/${id}`, { signal, query: wholeOrder });
      rows.push(parseAnswer(One, body, `${path}/${id}`));
    }
    return rows;
  });
  const { orders, strange } = understood(read, () => true);
  const lost = unread.map(({ item: id, reason }) => ({ id, created: undefined, reason }));
  return { orders, strange: [...strange, ...lost] };
}

function understood(rows: readonly Row[], isWanted: (order: Order) => boolean): OrderRows {
  const orders: Order[] = [];
  const strange: Strange[] = [];
  for (const row of rows) {
    const { data, error } = Order.safeParse(row);
    if (data !== undefined && isWanted(data)) orders.push(data);
    if (error !== undefined) {
      const fields = error.issues.map((issue) => issue.path.join('.') || 'all of it').slice(0, 5);
      const reason = `BigCommerce answers with something else than an order: ${fields.join(', ')}`;
      strange.push({ id: row.id, created: row['date_created'], reason });
    }
  }
  return { orders, strange };
}

/** Whether the vendor's bounds are inclusive, no document says; its dates are whole seconds. */
const second = 1_000;

const moved = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();
