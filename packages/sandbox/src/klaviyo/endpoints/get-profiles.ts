import type { Account } from '../account/account.ts';
import type { StoredProfile } from '../account/profile.ts';
import { parseFilter, type Term } from '../protocol/filter.ts';
import { page, readQuery } from '../protocol/page.ts';
import { TIERS } from '../protocol/rate-windows.ts';
import { document, type Endpoint } from './call.ts';
import { profileResource } from './profile-document.ts';

const FILTERS = {
  id: ['equals', 'any'],
  email: ['equals', 'any'],
  phone_number: ['equals', 'any'],
  external_id: ['equals', 'any'],
  _kx: ['equals'],
} as const;

/** By identifier. Klaviyo has filters on dates and subscriptions too; here they are a 400. */
export const getProfiles: Endpoint = {
  method: 'GET',
  path: '/api/profiles',
  limit: TIERS.L,
  answer({ account, request, origin }) {
    const query = readQuery(request, ['filter', 'page[size]', 'page[cursor]']);
    const terms = parseFilter(query.get('filter'), FILTERS);
    const found = select(account, terms);
    const { items, links } = page(found, request, origin, { usual: 20, most: 100 });
    return document(200, { data: items.map((profile) => profileResource(profile, origin)), links });
  },
};

function select(
  account: Account,
  terms: readonly Term<keyof typeof FILTERS>[],
): readonly StoredProfile[] {
  const [first, ...rest] = terms.map(({ field, values }) => {
    const found = values.flatMap((value) => account.profiles.find(field, value) ?? []);
    return new Set(found);
  });
  if (!first) return account.profiles.all();
  return [...first].filter((profile) => rest.every((others) => others.has(profile)));
}
