import { type Account } from '../account/account.ts';
import { type List } from '../account/lists.ts';
import { page, readQuery } from '../protocol/page.ts';
import { parseBody } from '../protocol/parse.ts';
import { noSuch } from '../protocol/problems.ts';
import { TIERS } from '../protocol/rate-windows.ts';
import { Refused } from '../protocol/refusal.ts';
import { createList } from '../schema/list.ts';
import { document, type Endpoint } from './call.ts';

/** What a list without an `opt_in_process` of its own takes from the account; Klaviyo's default. */
const ACCOUNT_DEFAULT = 'double_opt_in';

export const getLists: Endpoint = {
  method: 'GET',
  path: '/api/lists',
  limit: TIERS.L,
  answer({ account, request, origin }) {
    readQuery(request, ['page[size]', 'page[cursor]']);
    const { items, links } = page(account.lists.all(), request, origin, { usual: 10, most: 10 });
    return document(200, { data: items.map((list) => resource(list, origin)), links });
  },
};

export const getList: Endpoint = {
  method: 'GET',
  path: '/api/lists/{id}',
  limit: TIERS.L,
  answer({ account, params, origin }) {
    const list = existingList(account, params['id'] ?? '');
    return document(200, { data: resource(list, origin) });
  },
};

export const postList: Endpoint = {
  method: 'POST',
  path: '/api/lists',
  limit: { ...TIERS.M, daily: 150 },
  answer({ account, request, origin, at }) {
    const { name, opt_in_process: process } = parseBody(request, createList).data.attributes;
    const list = account.lists.create(name, process ?? ACCOUNT_DEFAULT, at);
    return document(201, { data: resource(list, origin) });
  },
};

export function existingList(account: Account, id: string): List {
  const list = account.lists.get(id);
  if (!list) throw new Refused([noSuch('list', id)]);
  return list;
}

function resource({ id, ...attributes }: List, origin: string): unknown {
  return { type: 'list', id, attributes, links: { self: `${origin}/api/lists/${id}` } };
}
