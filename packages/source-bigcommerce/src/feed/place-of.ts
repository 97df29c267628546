import * as z from 'zod';
import type { Api, Call } from '../api/api.ts';
import { v3Pages } from '../api/pages.ts';
import { Category, type NamedCategory, readTrees, siteUrl } from '../catalog/reads.ts';
import { text } from '../fields.ts';
import type { StoreInformation } from '../store/profile.ts';
import { feedCurrency } from './currency.ts';
import { FeedImpossible } from './errors.ts';
import type { Place } from './items.ts';

const Brand = z.object({ id: z.int().transform(String), name: text });

/**
 * What all items of a channel's feed have in common. Brands and categories are held whole: a store has thousands of them
 * at most.
 */
export async function placeOf(
  api: Api,
  channelId: number,
  store: StoreInformation,
  call: Call,
): Promise<Place> {
  const { code, convert } = await feedCurrency(api, channelId, store, call);
  const url = await siteUrl(api, String(channelId), call.signal);
  if (url === undefined) throw new FeedImpossible(`the channel ${channelId} has no site`);
  const categories = await categoriesOf(api, channelId, call);
  return { siteUrl: url, currency: code, convert, categories, brands: await brands(api, call) };
}

async function categoriesOf(
  api: Api,
  channelId: number,
  call: Call,
): Promise<ReadonlyMap<string, NamedCategory>> {
  const trees = await readTrees(api)([String(channelId)], call.signal);
  const ids = [...(trees.get(String(channelId)) ?? [])];
  const found = new Map<string, NamedCategory>();
  if (ids.length === 0) return found;
  const query = { 'tree_id:in': ids.join(','), include_fields: 'name,tree_id' };
  const path = '/v3/catalog/trees/categories';
  for await (const page of v3Pages(api, path, Category, { ...call, query })) {
    for (const { category_id, tree_id, name } of page) {
      // The names of other storefronts are none of ours, should the filter not hold.
      if (name !== undefined && ids.includes(tree_id)) {
        found.set(String(category_id), { name, treeId: tree_id });
      }
    }
  }
  return found;
}

async function brands(api: Api, call: Call): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const query = { include_fields: 'name' };
  for await (const page of v3Pages(api, '/v3/catalog/brands', Brand, { ...call, query })) {
    for (const { id, name } of page) if (name !== undefined) found.set(id, name);
  }
  return found;
}
