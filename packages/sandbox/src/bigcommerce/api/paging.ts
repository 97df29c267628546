import type { Answer } from '../../http/index.ts';
import { InvalidParameter, wholeNumber } from '../orders/order-query.ts';
import type { Call } from './router.ts';

export interface Page {
  readonly page: number;
  readonly limit: number;
}

/** A `limit` beyond what the API answers at once. */
export class LimitTooLarge extends Error {}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 250;

/**
 * `page` and `limit`, the same in V2 and V3: 50 by default, 250 at most.
 *
 * Source: BigCommerce, REST API overview, "Pagination" and "413".
 */
export function readPage(query: URLSearchParams): Page {
  const page = positive(query, 'page') ?? 1;
  const limit = positive(query, 'limit') ?? DEFAULT_LIMIT;
  if (limit > MAX_LIMIT) throw new LimitTooLarge(`The limit must not be above ${MAX_LIMIT}.`);
  return { page, limit };
}

/** One page of a walk that ends there. */
export function take<T>(items: Iterable<T>, { page, limit }: Page): T[] {
  const taken: T[] = [];
  let skip = (page - 1) * limit;
  for (const item of items) {
    if (skip > 0) {
      skip -= 1;
      continue;
    }
    taken.push(item);
    if (taken.length === limit) break;
  }
  return taken;
}

/** A V3 collection: one page of it, and where that page stands. */
export function v3Page<T>(call: Call, items: readonly T[], show: (item: T) => unknown): Answer {
  const { page, limit } = readPage(call.query);
  const data = items.slice((page - 1) * limit, page * limit).map(show);
  const pages = Math.ceil(items.length / limit);
  const pagination = {
    total: items.length,
    count: data.length,
    per_page: limit,
    current_page: page,
    total_pages: pages,
    links: {
      ...(page > 1 && { previous: link(call, page - 1) }),
      current: link(call, page),
      ...(page < pages && { next: link(call, page + 1) }),
    },
  };
  return { status: 200, body: { data, meta: { pagination } } };
}

function link({ query }: Call, page: number): string {
  const to = new URLSearchParams(query);
  to.set('page', String(page));
  return `?${to.toString()}`;
}

function positive(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const value = wholeNumber(text);
  if (!value) throw new InvalidParameter(name);
  return value;
}
