import type { Api } from '../api/api.ts';
import { lastIdBeyond } from '../api/moving.ts';
import { pageSize } from '../api/pages.ts';
import { rowsOf } from '../api/rows.ts';
import { date } from '../fields.ts';
import { byDate, type DatedList } from './by-date.ts';
import type { News, Sweep } from './cursor.ts';

const path = '/v2/orders';

/** An order, and when it changed. */
export interface ChangedOrder {
  readonly id: number;
  /** ISO 8601, UTC; `undefined` where it is not understood. */
  readonly date_modified: string | undefined;
}

/**
 * Orders that changed, of every kind of change: status, lines, amounts, addresses, shipments. Archived ones are in no list.
 *
 * @param isNews whether an order as it is now is not known yet.
 */
export function orderSweep(api: Api, isNews: (order: ChangedOrder) => Promise<boolean>): Sweep {
  return {
    kind: 'orders',
    async *news(since, _, signal): AsyncGenerator<News> {
      for await (const { items, through } of byDate(changedOrders(api, signal), since)) {
        const news = await Promise.all(items.map(isNews));
        const subjects = items
          .filter((_, index) => news[index])
          .map(({ id }) => ({ kind: 'order', id: String(id) }) as const);
        const odd = items.filter(({ date_modified: at }) => at === undefined).length;
        yield { read: items.length, subjects, through, odd };
      }
    },
  };
}

/** BigCommerce: REST Management, Orders V2, "Get All Orders": its filters and sorts. */
function changedOrders(api: Api, signal: AbortSignal): DatedList<ChangedOrder> {
  const read = async (query: Readonly<Record<string, string | number>>) => {
    const call = { signal, priority: 'background', query: { ...query, limit: pageSize } } as const;
    const { rows, count } = rowsOf(await api.get(path, call), path);
    // One that is not understood has an id, and is for who looks at it.
    const items = rows.map((row) => ({
      id: row.id,
      date_modified: date.safeParse(row['date_modified']).data,
    }));
    return { items, isFull: count >= pageSize, isEmpty: count === 0 };
  };
  return {
    name: 'orders',
    at: ({ date_modified: at }) => (at === undefined ? undefined : Date.parse(at)),
    id: (order) => order.id,
    page: (from) => read({ min_date_modified: iso(from), sort: 'date_modified:asc' }),
    async *between(from, until) {
      const bounds = {
        min_date_modified: iso(from),
        max_date_modified: iso(until),
        sort: 'id:asc',
      };
      for (let past = 0; ;) {
        const { items, isEmpty } = await read({ ...bounds, min_id: past + 1 });
        if (isEmpty) return;
        past = lastIdBeyond(past, items, path);
        yield items;
      }
    },
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
