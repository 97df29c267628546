import * as z from 'zod';
import type { Api } from '../api/api.ts';
import { NotFound } from '../api/errors.ts';
import { all, pageSize, v3Pages } from '../api/pages.ts';
import { readOne } from '../api/read.ts';
import { list, text } from '../fields.ts';
import { productFields, RememberedProduct } from './catalog-product.ts';
import type { Read } from './shelf.ts';

/** BigCommerce: REST Catalog, "Get All Products". Ids that do not exist are left out of the answer. */
export function readProducts(api: Api): Read<RememberedProduct> {
  return async (ids, signal) => {
    const query = {
      'id:in': ids.join(','),
      include: 'primary_image,variants',
      include_fields: productFields,
      limit: pageSize,
    };
    const path = '/v3/catalog/products';
    const found = await readOne(api, path, z.array(RememberedProduct), { signal, query });
    return new Map(found.map((product) => [product.id, product]));
  };
}

const Brand = z.object({ id: z.int(), name: text });

/** The names of brands. BigCommerce: REST Catalog, "Get All Brands". */
export function readBrands(api: Api): Read<string> {
  return async (ids, signal) => {
    const query = { 'id:in': ids.join(','), include_fields: 'name', limit: pageSize };
    const found = await readOne(api, '/v3/catalog/brands', z.array(Brand), { signal, query });
    return new Map(found.flatMap(({ id, name }) => (name ? [[String(id), name]] : [])));
  };
}

/** A category: of one tree. */
export interface NamedCategory {
  readonly name: string;
  readonly treeId: number;
}

/** BigCommerce: REST Catalog, "Get All Categories" of the category trees. */
export const Category = z.object({ category_id: z.int(), tree_id: z.int(), name: text });

export function readCategories(api: Api): Read<NamedCategory> {
  return async (ids, signal) => {
    const query = {
      'category_id:in': ids.join(','),
      include_fields: 'name,tree_id',
      limit: pageSize,
    };
    const path = '/v3/catalog/trees/categories';
    const found = await readOne(api, path, z.array(Category), { signal, query });
    return new Map(
      found.flatMap(({ category_id, tree_id, name }) =>
        name ? [[String(category_id), { name, treeId: tree_id }]] : [],
      ),
    );
  };
}

const Tree = z.object({ id: z.int(), channels: list(z.int()) });

/** The ids of the trees of a channel. BigCommerce: REST Catalog, "Get all category trees". */
export function readTrees(api: Api): Read<ReadonlySet<number>> {
  return async (channelIds, signal) => {
    const query = { 'channel_id:in': channelIds.join(',') };
    const pages = v3Pages(api, '/v3/catalog/trees', Tree, { signal, query });
    const byChannel = new Map<string, Set<number>>();
    for (const { id, channels } of await all(pages)) {
      for (const channel of channels.map(String)) {
        byChannel.set(channel, (byChannel.get(channel) ?? new Set()).add(id));
      }
    }
    return byChannel;
  };
}

const Site = z.object({ url: text });

/** The addresses of the sites of channels. BigCommerce: Channels, "Get Channel Site": 404 for a channel without one. */
export function readSites(api: Api): Read<string> {
  return async (channelIds, signal) => {
    const found = new Map<string, string>();
    for (const id of channelIds) {
      const url = await siteUrl(api, id, signal);
      if (url !== undefined) found.set(id, url);
    }
    return found;
  };
}

/** The address of a channel's site, or `undefined` when it has none. */
export async function siteUrl(
  api: Api,
  channelId: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return (await readOne(api, `/v3/channels/${channelId}/site`, Site, { signal })).url;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}
