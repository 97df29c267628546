import * as z from 'zod';
import type { Api, Call } from './api.ts';
import { eachAnother } from './moving.ts';
import { dataOf, parseAnswer } from './read.ts';

/** The largest page. BigCommerce: "Filtering", pagination. */
export const pageSize = 250;

/**
 * The pages of a V2 list, which says nothing of how many there are: the last is the one that is not full. For what does
 * not change meanwhile; lists that do are read from where the last page ended, by id or date.
 */
export async function* v2Pages<S extends z.ZodType>(
  api: Api,
  path: string,
  schema: S,
  call: Call,
): AsyncGenerator<readonly z.output<S>[]> {
  const limit = Number(call.query?.['limit'] ?? pageSize);
  let before = '';
  for (let page = 1; ; page += 1) {
    const query = { ...call.query, limit, page };
    const body = (await api.get(path, { ...call, query })) ?? [];
    const items = parseAnswer(z.array(schema), body, path);
    // A server that does not know `page` answers with the same one for ever.
    const same = JSON.stringify(items);
    if (items.length === 0 || same === before) return;
    before = same;
    yield items;
    if (items.length < limit) return;
  }
}

const Meta = z.object({
  meta: z.object({
    pagination: z.object({ current_page: z.int(), total_pages: z.int(), total: z.int() }).partial(),
  }),
});

interface Numbered<T> {
  readonly items: readonly T[];
  /** How many rows all pages have, if the answer says. */
  readonly total: number | undefined;
}

async function* numbered<S extends z.ZodType>(
  api: Api,
  path: string,
  schema: S,
  call: Call,
): AsyncGenerator<Numbered<z.output<S>>> {
  const limit = Number(call.query?.['limit'] ?? pageSize);
  const look = eachAnother(path);
  for (let page = 1; ; page += 1) {
    const body = await api.get(path, { ...call, query: { ...call.query, limit, page } });
    const data = dataOf(body) ?? [];
    const items = parseAnswer(z.array(schema), data, path);
    if (items.length > 0) look(data);
    const { total_pages: of, total } = Meta.safeParse(body).data?.meta.pagination ?? {};
    yield { items, total };
    if (items.length === 0 || (of === undefined ? items.length < limit : page >= of)) return;
  }
}

/**
 * The pages of a V3 list, which says how many there are.
 *
 * @throws {UnexpectedAnswer} when the store ignores which page is asked for.
 */
export async function* v3Pages<S extends z.ZodType>(
  api: Api,
  path: string,
  schema: S,
  call: Call,
): AsyncGenerator<readonly z.output<S>[]> {
  for await (const { items } of numbered(api, path, schema, call)) {
    if (items.length > 0) yield items;
  }
}

/** A list that loses rows again and again while it is read is read so often. */
const mostReadings = 3;

/**
 * The pages of a V3 list that has neither an order nor a cursor, and may lose rows while it is read: each row that goes
 * moves another one to a page that was read. When there are fewer at the end than at the beginning, it is read again, so
 * some rows come twice. One that is passed over because as many were added as went comes no second time: what has to find
 * it is the next thing that is said about it.
 */
export async function* unsortedPages<S extends z.ZodType>(
  api: Api,
  path: string,
  schema: S,
  call: Call,
): AsyncGenerator<readonly z.output<S>[]> {
  for (let reading = 1; reading <= mostReadings; reading += 1) {
    let first: number | undefined;
    let hasLost = false;
    for await (const { items, total } of numbered(api, path, schema, call)) {
      first ??= total;
      hasLost = total !== undefined && first !== undefined && total < first;
      if (items.length > 0) yield items;
    }
    if (!hasLost) return;
  }
}

/** All of a list that is short enough to be held. */
export async function all<T>(pages: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(...page);
  return found;
}
