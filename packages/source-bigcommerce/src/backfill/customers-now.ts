import type { SourceContext } from '@millrace/core';
import { AccessRefused, NotFound, UnexpectedAnswer } from '../api/errors.ts';
import { recallCustomer } from '../customer/memory.ts';
import { rowsById } from '../customer/rows.ts';
import { Customer, included } from '../customer/schema.ts';
import type { Subject } from '../subject.ts';
import { splitTelling } from './customer-telling.ts';
import type { Told } from './page.ts';
import type { Prepared } from './under-locks.ts';

/** They all stand in the address of a request. */
const atOnce = 50;

/** Tells of customers as they are now. */
export type TellCustomersNow = (
  customers: readonly Subject[],
  told: readonly Told[],
  prepared: Prepared,
  signal: AbortSignal,
) => Promise<readonly Told[]>;

/**
 * Tells of customers as they are now: many by one request, where a look would take one for each. Who cannot be read so, or
 * was told of since the request was sent, is looked at in the ordinary way.
 *
 * @returns for one page: `told` is what the customers' telling comes together with.
 */
export function customersNow(): TellCustomersNow {
  // What was remembered of each before the request.
  const before = new Map<string, string>();

  async function tellSome(
    subjects: readonly Subject[],
    { shop, names }: Prepared,
    signal: AbortSignal,
  ): Promise<readonly Told[]> {
    const changed = new Set<string>();
    for (const { id } of subjects) {
      const ledger = JSON.stringify((await recallCustomer(shop.context, id)) ?? null);
      if ((before.get(id) ?? ledger) !== ledger) changed.add(id);
      else before.set(id, ledger);
    }
    try {
      const ids = subjects.map(({ id }) => id);
      const rows = await rowsById(shop.api, '/v3/customers', ids, {
        signal,
        query: { include: included },
      });
      const read = ids
        .filter((id) => !changed.has(id))
        .flatMap((id) => Customer.safeParse(rows.get(id)).data ?? []);
      const unread = subjects.filter(({ id }) => !read.some((customer) => customer.id === id));
      return [...(await splitTelling(read, { shop, names }, signal)), ...unread.map(toBeLookedAt)];
    } catch (error) {
      const isLasting =
        error instanceof AccessRefused ||
        error instanceof NotFound ||
        error instanceof UnexpectedAnswer;
      if (!isLasting) throw error;
      return subjects.map(toBeLookedAt);
    }
  }

  return async (subjects, told, { shop, names }, signal) => {
    if (!shop.settings.customers) return [];
    const prepared = { shop: { ...shop, context: asIfDurable(shop.context, told) }, names };
    const all = [...new Map(subjects.map((subject) => [subject.id, subject])).values()];
    const besides: Told[] = [];
    for (let first = 0; first < all.length; first += atOnce) {
      besides.push(...(await tellSome(all.slice(first, first + atOnce), prepared, signal)));
    }
    return besides;
  };
}

/** Nothing is told of it here, and whoever looks at it tells what there is. */
export function toBeLookedAt(subject: Subject): Told {
  return { subject, drafts: [], changes: [], also: [subject] };
}

/** What is remembered once the commit is made that these go into. */
function asIfDurable(context: SourceContext, told: readonly Told[]): SourceContext {
  const pending = new Map(
    told.flatMap(({ changes }) => changes.map(({ key, value }) => [key, value] as const)),
  );
  return {
    ...context,
    recall: async (key) => (pending.has(key) ? pending.get(key) : context.recall(key)),
  };
}
