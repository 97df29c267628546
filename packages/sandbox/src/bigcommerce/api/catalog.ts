import type { Catalog, CatalogEntry } from '../catalog/catalog.ts';
import type { Group } from '../catalog/groups.ts';
import { list, picked, within } from './fields.ts';
import { v3Page } from './paging.ts';
import type { Endpoints } from './router.ts';

/** Catalog V3: what an order product does not say of itself. */
export function catalogEndpoints(catalog: Catalog): Endpoints {
  return {
    'GET /v3/catalog/products': (call) =>
      v3Page(call, within(call.query, 'id:in', catalog.entries), (entry) => ({
        ...picked(call.query, entry.product, ['id']),
        ...included(entry, list(call.query, 'include')),
      })),
    'GET /v3/catalog/brands': (call) =>
      v3Page(call, within(call.query, 'id:in', catalog.brands.byId), (group) =>
        picked(call.query, brand(group), ['id']),
      ),
    'GET /v3/catalog/trees/categories': (call) =>
      v3Page(call, within(call.query, 'category_id:in', catalog.categories.byId), (group) =>
        picked(call.query, category(group), ['category_id']),
      ),
  };
}

function included({ image, variant }: CatalogEntry, include: readonly string[]) {
  return {
    ...(include.includes('primary_image') && { primary_image: image ?? null }),
    ...(include.includes('images') && { images: image ? [image] : [] }),
    ...(include.includes('variants') && { variants: [variant] }),
  };
}

function brand({ id, name, path }: Group) {
  return {
    id,
    name,
    page_title: '',
    meta_keywords: [''],
    meta_description: '',
    image_url: '',
    search_keywords: '',
    custom_url: { url: path, is_customized: false },
  };
}

function category({ id, name, path }: Group) {
  return {
    category_id: id,
    category_uuid: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
    parent_id: 0,
    tree_id: 1,
    name,
    description: '',
    views: 0,
    sort_order: 0,
    page_title: '',
    meta_keywords: [''],
    meta_description: '',
    layout_file: 'category.html',
    image_url: '',
    is_visible: true,
    search_keywords: '',
    default_product_sort: 'use_store_settings',
    url: { path, is_customized: false },
  };
}
