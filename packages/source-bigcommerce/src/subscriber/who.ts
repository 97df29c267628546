import * as z from 'zod';
import type { Api } from '../api/api.ts';
import { all, v3Pages } from '../api/pages.ts';
import { text } from '../fields.ts';
import { Subscriber } from './schema.ts';

const Owner = z.object({ id: z.int().transform(String), email: text });

/** So many emails fit into the address of a request. */
const atOnce = 25;

/** The registered customers who have these emails: their ids, by email in lower case. */
export async function customersWith(
  emails: readonly string[],
  api: Api,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (let first = 0; first < emails.length; first += atOnce) {
    const query = { 'email:in': emails.slice(first, first + atOnce).join(',') };
    for (const { id, email } of await all(
      v3Pages(api, '/v3/customers', Owner, { signal, query }),
    )) {
      if (email !== undefined) ids.set(email.toLowerCase(), id);
    }
  }
  return ids;
}

/** The subscriber who has this email, of which a store has one. */
export async function subscriberWith(
  email: string,
  api: Api,
  signal: AbortSignal,
): Promise<Subscriber | undefined> {
  const query = { email };
  const [found] = await all(
    v3Pages(api, '/v3/customers/subscribers', Subscriber, { signal, query }),
  );
  return found;
}
