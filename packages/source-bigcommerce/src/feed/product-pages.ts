import * as z from 'zod';
import type { Api, Call } from '../api/api.ts';
import { lastIdBeyond } from '../api/moving.ts';
import { pageSize } from '../api/pages.ts';
import { readOne } from '../api/read.ts';
import { feedFields } from './feed-product.ts';

const path = '/v3/catalog/products';
const Page = z.array(z.looseObject({ id: z.int() }));

/** A product as it came: what is in it is judged one by one. */
export type RawProduct = z.output<typeof Page>[number];

/**
 * The visible products of a channel, page by page, in the order of their ids. Each page begins after the last id of the
 * one before: whatever is made or deleted meanwhile, none is passed over.
 *
 * BigCommerce: REST Catalog, "Get All Products": `channel_id:in`, `id:greater`.
 */
export async function* productPages(
  api: Api,
  channelId: number,
  call: Call,
): AsyncGenerator<readonly RawProduct[]> {
  for (let last = 0; ;) {
    const query = {
      'channel_id:in': channelId,
      is_visible: true,
      'id:greater': last,
      sort: 'id',
      direction: 'asc',
      include: 'primary_image,variants,channels',
      include_fields: feedFields,
      limit: pageSize,
    };
    const page = await readOne(api, path, Page, { ...call, query });
    // Until a page is empty: one that is not full may have been cut to a smaller limit.
    if (page.length === 0) return;
    last = lastIdBeyond(last, page, path);
    yield page;
  }
}
