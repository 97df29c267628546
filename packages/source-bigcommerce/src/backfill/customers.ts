import * as z from 'zod';
import type { Insistent } from '../api/insist.ts';
import { dataOf } from '../api/read.ts';
import { type Row, rowsOf } from '../api/rows.ts';
import { cursorPages } from '../customer/cursor-pages.ts';
import { recallCustomer } from '../customer/memory.ts';
import { Customer, included } from '../customer/schema.ts';
import { date } from '../fields.ts';
import type { Lock } from '../lock.ts';
import { byDate, type DatedList } from '../poll/by-date.ts';
import { subjectKey } from '../subject.ts';
import { splitTelling } from './customer-telling.ts';
import { customersNow, type TellCustomersNow } from './customers-now.ts';
import { isWithin, type Page, type Part, type PartCall, type Told, widened } from './page.ts';
import type { Paced } from './paced.ts';
import { passedRow, totalOf, warnOfNameless } from './rows.ts';
import { type Prepared, tellUnderLocks } from './under-locks.ts';

const path = '/v3/customers';

/** When a customer registered, as far as the row says. */
const registeredAt = (row: Row): string | undefined => date.safeParse(row['date_created']).data;

/** Registered customers, by the date of their registration, which does not move. */
export function customerPart(paced: Paced, lock: Lock<string>): Part {
  const { api } = paced;
  const { logger } = paced.shop.context;

  return {
    total: (call) => totalOf(api, path, call),
    async run(call, commit) {
      const since = call.cursor ?? call.from;
      const list = registered(api, call, (count) => warnOfNameless(count, 'customers', logger));
      const from = since === undefined ? 0 : Date.parse(since) - 1_000;
      for await (const { items, through } of byDate(list, from)) {
        const rows = items.filter((row) => isWithin(call, registeredAt(row) ?? call.from ?? ''));
        const read = rows.map((row) => ({ row, customer: Customer.safeParse(row) }));
        const customers = read.flatMap(({ customer }) => customer.data ?? []);
        const passed = read.flatMap(({ row, customer }) =>
          customer.success ? [] : [passedRow('customer', row.id, customer.error)],
        );
        const keys = customers.map(({ id }) => subjectKey({ kind: 'customer', id }));
        const cursor = new Date(through).toISOString();
        const tellNow = customersNow();
        await tellUnderLocks(
          paced,
          { lock, keys },
          async (prepared): Promise<Page> => {
            const told = await tellPage(customers, prepared, tellNow, call.signal);
            return { told, passed, read: rows.length, cursor };
          },
          commit,
        );
      }
    },
  };
}

/**
 * What the rows say of those who were never told of. What they say of others may be older than what was told: somebody may
 * have looked at them since the page was read. They are read again.
 */
async function tellPage(
  customers: readonly Customer[],
  prepared: Prepared,
  tellNow: TellCustomersNow,
  signal: AbortSignal,
): Promise<readonly Told[]> {
  const all = await splitTelling(customers, prepared, signal);
  const { context } = prepared.shop;
  const known = await Promise.all(customers.map(({ id }) => recallCustomer(context, id)));
  const isOpen = (one: Told, at: number): boolean =>
    known[at] !== undefined && one.drafts.length > 0;
  const open = all.filter(isOpen).map(({ subject }) => subject);
  const settled = all.filter((one, at) => !isOpen(one, at));
  return [...settled, ...(await tellNow(open, [], prepared, signal))];
}

/**
 * A row without a date is in the list wherever the vendor has put it.
 *
 * BigCommerce: Customers V3, "Get All Customers": its filters and sorts.
 */
function registered(
  api: Insistent,
  call: PartCall,
  nameless: (count: number) => void,
): DatedList<Row> {
  const { signal } = call;
  const { max } = widened(call);
  const at = (row: Row): number | undefined => {
    const time = registeredAt(row);
    return time === undefined ? undefined : Date.parse(time);
  };
  const read = (data: unknown) => {
    const { rows, count } = rowsOf(data, path);
    nameless(count - rows.length);
    return { items: rows, count };
  };
  return {
    name: 'customers',
    at,
    id: (row) => row.id,
    async page(from) {
      const query = {
        include: included,
        'date_created:min': new Date(from).toISOString(),
        'date_created:max': max,
        sort: 'date_created:asc',
      };
      const { body, limit } = await api.page(path, { signal, query });
      const { items, count } = read(dataOf(body));
      return { items, isFull: count >= limit };
    },
    async *between(from, until) {
      const query = {
        include: included,
        'date_created:min': new Date(from).toISOString(),
        'date_created:max': new Date(until).toISOString(),
      };
      for await (const page of cursorPages(api, path, z.unknown(), { signal, query })) {
        yield read(page).items;
      }
    },
  };
}
