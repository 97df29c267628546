import type { Answer } from '../../http/index.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Group } from '../catalog/groups.ts';
import { categoryEndpoints } from './categories.ts';
import { list, picked, within } from './fields.ts';
import { v3Page } from './paging.ts';
import { priceListEndpoints } from './price-lists.ts';
import { productEndpoints } from './products.ts';
import type { Call, Endpoints } from './router.ts';

/** Catalog V3: what an order product does not say of itself. */
export function catalogEndpoints(catalog: Catalog): Endpoints {
  return {
    ...productEndpoints(catalog),
    ...categoryEndpoints(catalog),
    ...priceListEndpoints(catalog),
    'GET /v3/catalog/brands': (call) =>
      v3Page(call, within(call.query, 'id:in', catalog.brands.byId), (group) =>
        picked(call.query, brand(group), ['id']),
      ),
    'GET /v3/catalog/products/channel-assignments': (call) => assignments(call, catalog),
  };
}

function assignments(call: Call, catalog: Catalog): Answer {
  const products = within(call.query, 'product_id:in', catalog.entries);
  const channels = list(call.query, 'channel_id:in').map(Number);
  const rows = products.flatMap(({ product, channelIds }) =>
    channelIds.map((channel_id) => ({ product_id: product.id, channel_id })),
  );
  const wanted = rows.filter(
    ({ channel_id }) => channels.length === 0 || channels.includes(channel_id),
  );
  return v3Page(call, wanted, (row) => row);
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
