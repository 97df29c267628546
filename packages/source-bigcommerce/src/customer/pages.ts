import * as z from 'zod';
import type { Api, Call } from '../api/api.ts';
import { date } from '../fields.ts';
import { valuesModifiedSince } from './attribute-values.ts';
import { cursorPages } from './cursor-pages.ts';
import { Customer, included } from './schema.ts';

const path = '/v3/customers';

/** Something that was modified: enough to have it looked at. */
export interface Modified {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly date_modified?: string | undefined;
}

const Brief = z.object({
  id: z.int().transform(String),
  // Whatever else is odd about them, it is for who looks at them to say.
  date_modified: date.optional().catch(undefined),
});

/**
 * The customers that were modified after a time, by id; those whose attributes were, too. The next `since` is the time
 * before this sweep began: they do not come by date.
 *
 * @param since ISO 8601; all of them when absent.
 */
export async function* customersModifiedSince(
  api: Api,
  since: string | undefined,
  call: Call,
): AsyncGenerator<readonly Modified[]> {
  yield* cursorPages(api, path, Brief, withMinimum(call, since));
  if (since === undefined) return;
  for await (const values of valuesModifiedSince(api, since, call)) {
    yield values.map(({ customer_id: id, date_modified }) => ({ id, date_modified }));
  }
}

/**
 * Whole customers, for {@link tellCustomers}: by id, or those that were modified after a time.
 *
 * @param since ISO 8601; all of them when absent.
 */
export function customerPages(
  api: Api,
  since: string | undefined,
  call: Call,
): AsyncGenerator<readonly Customer[]> {
  const asked = withMinimum(call, since);
  return cursorPages(api, path, Customer, {
    ...asked,
    query: { ...asked.query, include: included },
  });
}

const withMinimum = (call: Call, since: string | undefined): Call => ({
  ...call,
  query: { ...call.query, 'date_modified:min': since },
});
