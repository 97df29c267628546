import * as z from 'zod';
import type { Api, Call } from '../api/api.ts';
import { unsortedPages, v3Pages } from '../api/pages.ts';
import type { Modified } from '../customer/pages.ts';
import { date } from '../fields.ts';
import { Subscriber } from './schema.ts';

const path = '/v3/customers/subscribers';
const Brief = z.object({
  id: z.int().transform(String),
  // Whatever else is odd about them, it is for who looks at them to say.
  date_modified: date.optional().catch(undefined),
});

/**
 * The subscribers that were modified after a time, by id. The next `since` is the time before this sweep began: they do
 * not come by date.
 *
 * @param since ISO 8601; all of them when absent.
 */
export function subscribersModifiedSince(
  api: Api,
  since: string | undefined,
  call: Call,
): AsyncGenerator<readonly Modified[]> {
  return unsortedPages(api, path, Brief, withMinimum(call, since));
}

/**
 * Whole subscribers, for {@link tellSubscribers}.
 *
 * @param since ISO 8601; all of them when absent.
 */
export function subscriberPages(
  api: Api,
  since: string | undefined,
  call: Call,
): AsyncGenerator<readonly Subscriber[]> {
  return v3Pages(api, path, Subscriber, withMinimum(call, since));
}

const withMinimum = (call: Call, since: string | undefined): Call => ({
  ...call,
  query: { ...call.query, 'date_modified:min': since },
});
