import type { Catalog } from '../catalog/catalog.ts';
import type { Category } from '../catalog/categories.ts';
import { list, picked, within } from './fields.ts';
import { v3Page } from './paging.ts';
import type { Endpoints } from './router.ts';

/** Catalog V3, Category Trees: each storefront shows one of them. */
export function categoryEndpoints({ channels, categories }: Catalog): Endpoints {
  return {
    'GET /v3/catalog/trees': (call) => {
      const wanted = within(call.query, 'channel_id:in', channels.byId);
      const trees = wanted.flatMap(({ treeId, id, name }) =>
        treeId === undefined ? [] : [{ id: treeId, name, channels: [id] }],
      );
      return v3Page(call, trees, (tree) => tree);
    },
    'GET /v3/catalog/trees/categories': (call) => {
      const trees = list(call.query, 'tree_id:in').map(Number);
      const found = within(call.query, 'category_id:in', categories.byId).filter(
        ({ treeId }) => trees.length === 0 || trees.includes(treeId),
      );
      return v3Page(call, found, (each) => picked(call.query, category(each), ['category_id']));
    },
  };
}

function category({ id, treeId, parentId, name, path, isVisible }: Category) {
  return {
    category_id: id,
    category_uuid: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
    parent_id: parentId,
    tree_id: treeId,
    name,
    description: '',
    views: 0,
    sort_order: 0,
    page_title: '',
    meta_keywords: [''],
    meta_description: '',
    layout_file: 'category.html',
    image_url: '',
    is_visible: isVisible,
    search_keywords: '',
    default_product_sort: 'use_store_settings',
    url: { path, is_customized: false },
  };
}
