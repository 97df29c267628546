import * as z from 'zod';
import type { Api, Call } from '../api/api.ts';
import { eachAnother } from '../api/moving.ts';
import { pageSize } from '../api/pages.ts';
import { dataOf, parseAnswer } from '../api/read.ts';

const Meta = z.object({
  meta: z.object({
    cursor_pagination: z.object({ end_cursor: z.string().min(1) }),
  }),
});

/**
 * The pages of a V3 list that has cursors. They are by id: what is deleted or changed meanwhile makes none be passed
 * over, which numbered pages cannot promise. Without cursors the pages are numbered.
 *
 * BigCommerce: Customers V3, "Get All Customers", `after`.
 *
 * @throws {UnexpectedAnswer} when the store ignores which page is asked for.
 */
export async function* cursorPages<S extends z.ZodType>(
  api: Api,
  path: string,
  schema: S,
  call: Call,
): AsyncGenerator<readonly z.output<S>[]> {
  let place: { page: number } | { after: string } = { page: 1 };
  const look = eachAnother(path);
  for (;;) {
    const query = { ...call.query, limit: pageSize, ...place };
    const body = await api.get(path, { ...call, query });
    const data = dataOf(body) ?? [];
    const items = parseAnswer(z.array(schema), data, path);
    if (items.length > 0) look(data);
    if (items.length > 0) yield items;
    if (items.length < pageSize) return;
    const after = Meta.safeParse(body).data?.meta.cursor_pagination.end_cursor;
    if (after !== undefined) place = { after };
    else if ('page' in place) place = { page: place.page + 1 };
    else return;
  }
}
