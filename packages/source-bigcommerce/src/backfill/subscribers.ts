import * as z from 'zod';
import type { Api } from '../api/api.ts';
import { eachAnother } from '../api/moving.ts';
import { pageSize } from '../api/pages.ts';
import { dataOf } from '../api/read.ts';
import { rowsOf } from '../api/rows.ts';
import { subscriberKey } from '../memory/keys.ts';
import type { Lock } from '../lock.ts';
import { type Subject, subjectKey } from '../subject.ts';
import { recallSubscriber } from '../subscriber/memory.ts';
import { Subscriber } from '../subscriber/schema.ts';
import { tellSubscribers } from '../subscriber/tell.ts';
import { toBeLookedAt } from './customers-now.ts';
import { isWithin, type Page, type Part, type PartCall, type Told, widened } from './page.ts';
import type { Paced } from './paced.ts';
import { passedRow, totalOf, warnOfNameless } from './rows.ts';
import { type Prepared, tellUnderLocks } from './under-locks.ts';

const path = '/v3/customers/subscribers';

/** Newsletter subscribers. */
export function subscriberPart(paced: Paced, lock: Lock<string>): Part {
  const { api } = paced;
  const { logger } = paced.shop.context;
  return {
    total: (call) => totalOf(api, path, call),
    async run(call, commit) {
      for await (const { rows, nameless, page } of fromTheLast(api, call)) {
        warnOfNameless(nameless, 'subscribers', logger);
        const parsed = rows.map((row) => ({ row, subscriber: Subscriber.safeParse(row) }));
        const read = parsed.filter(({ subscriber: { data } }) => {
          return data?.date_created === undefined || isWithin(call, data.date_created);
        });
        const subscribers = read.flatMap(({ subscriber }) => subscriber.data ?? []);
        const passed = read.flatMap(({ row, subscriber }) =>
          subscriber.success ? [] : [passedRow('subscriber', row.id, subscriber.error)],
        );
        const keys = subscribers.map(({ id }) => subjectKey({ kind: 'subscriber', id }));
        await tellUnderLocks(
          paced,
          { lock, keys },
          async (prepared): Promise<Page> => {
            const told = await tellEach(subscribers, prepared, call.signal);
            return { told, passed, read: read.length, cursor: String(page) };
          },
          commit,
        );
      }
    },
  };
}

/**
 * What the rows say of those who were never looked at. What they say of others may be older than what was told: if it is
 * something else, it is for a look to say what is true.
 */
async function tellEach(
  subscribers: readonly Subscriber[],
  { shop }: Prepared,
  signal: AbortSignal,
): Promise<readonly Told[]> {
  const { drafts, changes } = await tellSubscribers(subscribers, shop, signal);
  const known = await Promise.all(subscribers.map(({ id }) => recallSubscriber(shop.context, id)));
  return subscribers.map(({ id }, at) => {
    const subject: Subject = { kind: 'subscriber', id };
    const isOf = new RegExp(`:subscriber:${id}:`);
    const isNews = drafts.some(({ messageId }) => isOf.test(messageId ?? ''));
    if (known[at] !== undefined && isNews) return toBeLookedAt(subject);
    return {
      subject,
      drafts: drafts.filter(({ messageId }) => isOf.test(messageId ?? '')),
      changes: changes.filter(({ key }) => key === subscriberKey(id)),
    };
  });
}

const Pages = z.object({
  meta: z.object({ pagination: z.object({ total_pages: z.int().min(0) }) }),
});

/**
 * The pages of a list that the vendor neither sorts nor gives cursors for, from the last one to the first: one that is
 * deleted meanwhile moves others to a page that is still to be read, and none to one that was read. Of a range of dates
 * that are past, none is added.
 *
 * BigCommerce: Subscribers V3, "Get Subscribers".
 */
async function* fromTheLast(api: Api, call: PartCall) {
  const { min, max } = widened(call);
  const read = async (page: number) => {
    const query = { 'date_created:min': min, 'date_created:max': max, limit: pageSize, page };
    return api.get(path, { signal: call.signal, query });
  };
  const look = eachAnother(path);
  const count = Pages.safeParse(await read(1)).data?.meta.pagination.total_pages ?? 1;
  for (let page = Math.min(count, Number(call.cursor ?? count + 1) - 1); page >= 1; page -= 1) {
    const { rows, count: all } = rowsOf(dataOf(await read(page)), path);
    if (all > 0) look(rows);
    yield { rows, nameless: all - rows.length, page };
  }
}
