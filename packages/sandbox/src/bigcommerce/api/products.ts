import type { Answer } from '../../http/index.ts';
import type { Catalog, CatalogEntry } from '../catalog/catalog.ts';
import { optionsOf } from '../catalog/variants.ts';
import { notFound, problem, v3One } from './answers.ts';
import { list, picked, within } from './fields.ts';
import { readPage, v3Page } from './paging.ts';
import { productsFor, UnknownFilter } from './product-filter.ts';
import type { Call, Endpoints } from './router.ts';

/** BigCommerce: Catalog V3, "Get All Products": with `options` or `modifiers` a page has 10 products at most. */
const FEWER = 10;

/** Catalog V3, Products: ids that the store does not have are left out, and that is no error. */
export function productEndpoints(catalog: Catalog): Endpoints {
  return {
    'GET /v3/catalog/products': (call) => {
      try {
        const found = productsFor(call.query, catalog.entries.values());
        return v3Page(narrowed(call), found, (entry) => shown(call, entry));
      } catch (error) {
        if (error instanceof UnknownFilter) return problem('v3', 422, error.message);
        throw error;
      }
    },
    'GET /v3/catalog/products/{id}': (call) => {
      const entry = catalog.entries.get(call.ids[0] ?? 0);
      return entry ? v3One(shown(call, entry)) : notFound('v3');
    },
    'GET /v3/catalog/products/{id}/variants': (call) => {
      const entry = catalog.entries.get(call.ids[0] ?? 0);
      return entry ? variants(call, [entry]) : notFound('v3');
    },
    'GET /v3/catalog/variants': (call) =>
      variants(call, within(call.query, 'product_id:in', catalog.entries)),
  };
}

function variants(call: Call, entries: readonly CatalogEntry[]): Answer {
  const all = entries.flatMap((entry) => entry.variants);
  const byId = new Map(all.map((variant) => [variant.id, variant]));
  return v3Page(call, within(call.query, 'id:in', byId), (variant) =>
    picked(call.query, variant, ['id']),
  );
}

function shown({ query }: Call, entry: CatalogEntry): object {
  const include = new Set(list(query, 'include'));
  const { product, image, images, variants: all, channelIds } = entry;
  return {
    ...picked(query, product, ['id']),
    ...(include.has('primary_image') && { primary_image: image ?? null }),
    ...(include.has('images') && { images }),
    ...(include.has('variants') && { variants: all }),
    ...(include.has('options') && { options: optionsOf(product, all) }),
    ...(include.has('modifiers') && { modifiers: [] }),
    ...(include.has('custom_fields') && { custom_fields: [] }),
    ...(include.has('channels') && { channels: channelIds }),
  };
}

function narrowed(call: Call): Call {
  const include = list(call.query, 'include');
  if (!include.includes('options') && !include.includes('modifiers')) return call;
  const query = new URLSearchParams(call.query);
  query.set('limit', String(Math.min(FEWER, readPage(call.query).limit)));
  return { ...call, query };
}
