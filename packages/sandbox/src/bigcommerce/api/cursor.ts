import type { Answer } from '../../http/index.ts';
import { InvalidParameter } from '../orders/order-query.ts';
import { readPage, v3Page } from './paging.ts';
import type { Call } from './router.ts';

/**
 * A V3 collection that is also paged by cursor: `after` and `before` are ids in disguise, and `page` is ignored then.
 * The cursors are in the first page, and wherever one was used. By cursor the walk is by id, whatever `sort` says: the
 * vendor's own example of a cursor holds an id and nothing else.
 *
 * Source: BigCommerce, Customers V3, "Get All Customers", `after` and `before`.
 */
export function cursorPage<T>(
  call: Call,
  items: readonly T[],
  idOf: (item: T) => number,
  show: (item: T) => unknown,
): Answer {
  const { query } = call;
  const after = read(query, 'after');
  const before = read(query, 'before');
  if (after === undefined && before === undefined) {
    const answer = v3Page(call, items, show);
    const { page, limit } = readPage(query);
    if (page > 1) return answer;
    const hasMore = items.length > limit;
    return withCursors(answer, call, items.slice(0, limit), { idOf, hasMore });
  }
  const { limit } = readPage(query);
  const byId = items.toSorted((a, b) => idOf(a) - idOf(b));
  const found = byId.filter((item) =>
    after === undefined ? idOf(item) < (before ?? 0) : idOf(item) > after,
  );
  const page = after === undefined ? found.slice(-limit) : found.slice(0, limit);
  const answer = { status: 200, body: { data: page.map(show), meta: {} } };
  return withCursors(answer, call, page, { idOf, hasMore: found.length > limit });
}

function withCursors<T>(
  answer: Answer,
  { query }: Call,
  page: readonly T[],
  { idOf, hasMore }: { idOf: (item: T) => number; hasMore: boolean },
): Answer {
  const { limit } = readPage(query);
  const [first, last] = [page[0], page.at(-1)];
  const end = last === undefined ? undefined : cursor(idOf(last));
  const cursor_pagination = {
    count: page.length,
    per_page: limit,
    ...(first !== undefined && { start_cursor: cursor(idOf(first)) }),
    ...(end !== undefined && { end_cursor: end }),
    links: { ...(hasMore && end !== undefined && { next: `?after=${end}&limit=${limit}` }) },
  };
  const { data, meta } = answer.body as { data: unknown; meta: object };
  return { ...answer, body: { data, meta: { ...meta, cursor_pagination } } };
}

const cursor = (id: number): string => Buffer.from(JSON.stringify({ id })).toString('base64url');

function read(query: URLSearchParams, name: 'after' | 'before'): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const match = /^\{"id":(\d{1,15})\}$/.exec(Buffer.from(text, 'base64url').toString());
  if (!match) throw new InvalidParameter(name);
  return Number(match[1]);
}
