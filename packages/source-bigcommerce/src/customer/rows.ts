import * as z from 'zod';
import type { Api, Call } from '../api/api.ts';
import { dataOf, parseAnswer } from '../api/read.ts';

const Row = z.looseObject({ id: z.int() });

/**
 * The members of a V3 list that have these ids, as they came. Each is to be parsed on its own: one that is not
 * understood must not take the others with it.
 */
export async function rowsById(
  api: Api,
  path: string,
  ids: readonly string[],
  call: Call,
): Promise<ReadonlyMap<string, unknown>> {
  const query = { ...call.query, 'id:in': ids.join(','), limit: ids.length };
  const body = await api.get(path, { ...call, query });
  const rows = parseAnswer(z.array(Row), dataOf(body) ?? [], path);
  return new Map(rows.map((row) => [String(row.id), row]));
}
