import type { Catalog } from '../catalog/catalog.ts';
import { notFound } from './answers.ts';
import { list, within } from './fields.ts';
import { v3Page } from './paging.ts';
import type { Endpoints } from './router.ts';

/** Price Lists V3: what variants cost elsewhere than in the catalogue. */
export function priceListEndpoints({ priceLists }: Catalog): Endpoints {
  return {
    'GET /v3/pricelists': (call) =>
      v3Page(call, within(call.query, 'id:in', priceLists.byId), (each) => each),
    'GET /v3/pricelists/assignments': (call) => {
      const channels = list(call.query, 'channel_id:in').map(Number);
      const found = priceLists.assignments.filter(
        ({ channel_id }) =>
          channels.length === 0 || (channel_id !== null && channels.includes(channel_id)),
      );
      return v3Page(call, found, (each) => each);
    },
    'GET /v3/pricelists/{id}/records': (call) => {
      const records = priceLists.recordsOf(call.ids[0] ?? 0);
      if (!records) return notFound('v3');
      const products = new Set(list(call.query, 'product_id:in').map(Number));
      const currency = call.query.get('currency')?.toLowerCase();
      const found = records.filter(
        (record) =>
          (products.size === 0 || products.has(record.product_id)) &&
          (currency === undefined || record.currency === currency),
      );
      return v3Page(call, found, (each) => each);
    },
  };
}
