import type { Customers } from '../customers.ts';
import { rfc3339, unixSeconds } from '../dates.ts';
import { storeInformation, type StoreProfile } from '../store-profile.ts';
import { v2One, v3One } from './answers.ts';
import { list, within } from './fields.ts';
import { v3Page } from './paging.ts';
import type { Endpoints } from './router.ts';

/** The store itself, its channels and its customers. */
export function storeEndpoints(
  store: StoreProfile,
  customers: Customers,
  now: () => number,
): Endpoints {
  const openedAt = rfc3339(now());
  return {
    'GET /v2/store': () => v2One(storeInformation(store)),
    'GET /v2/time': () => v2One({ time: unixSeconds(now()) }),
    'GET /v3/channels/{id}/site': ({ ids }) => {
      const site = { url: store.secureUrl, created_at: openedAt, updated_at: openedAt };
      const urlOf = (type: string) => ({ ...site, type });
      return v3One({
        ...site,
        id: 1000,
        channel_id: ids[0] ?? 1,
        urls: ['primary', 'canonical', 'checkout'].map(urlOf),
        is_checkout_url_customized: false,
      });
    },
    'GET /v3/customers': (call) => {
      const { query } = call;
      const found = query.has('email:in')
        ? list(query, 'email:in').flatMap((email) => customers.withEmail(email) ?? [])
        : within(query, 'id:in', customers.byId);
      return v3Page(call, found, (customer) => customer);
    },
  };
}
