import * as z from 'zod';
import type { Api, Call } from '../api/api.ts';
import { NotFound } from '../api/errors.ts';
import { all, v3Pages } from '../api/pages.ts';
import { amount, id } from '../fields.ts';
import { decimal } from '../money.ts';
import type { Price } from './feed-product.ts';

/** Says what the variants of these products cost by a price list. */
export type PriceList = (
  productIds: readonly string[],
  call: Call,
) => Promise<ReadonlyMap<string, Price>>;

const Assignment = z.object({ price_list_id: z.int(), customer_group_id: id, channel_id: id });
const List = z.object({ id: z.int(), active: z.boolean().nullish() });
const Record = z.object({
  variant_id: z.int().transform(String),
  currency: z.string(),
  price: amount,
  sale_price: amount.nullish().catch(undefined),
  retail_price: amount.nullish().catch(undefined),
  calculated_price: amount.nullish().catch(undefined),
});

/** As many ids as an address takes. */
const mostIds = 100;

/**
 * The price list of a channel for shoppers who are in no customer group. A variant costs what its record in the currency
 * says, if there is one.
 *
 * BigCommerce: Price Lists, "Get Price List Assignments" and "Get All Price List Records".
 */
export async function priceListOf(
  api: Api,
  channelId: number,
  currency: string,
  call: Call,
): Promise<PriceList> {
  const listId = await assigned(api, channelId, call);
  if (listId === undefined) return async () => new Map();
  return async (productIds, { signal, ...options }) => {
    const prices = new Map<string, Price>();
    for (let start = 0; start < productIds.length; start += mostIds) {
      const query = { 'product_id:in': productIds.slice(start, start + mostIds).join(',') };
      const path = `/v3/pricelists/${listId}/records`;
      for await (const page of v3Pages(api, path, Record, { ...options, signal, query })) {
        for (const record of page) {
          // Not asked for by the filter: BigCommerce writes currencies in small letters here and in capitals there, and
          // a filter that finds nothing would pass for prices that nobody set.
          if (record.currency.toUpperCase() === currency) {
            prices.set(record.variant_id, priceIn(record));
          }
        }
      }
    }
    return prices;
  };
}

/** The active list that is for the whole channel: the one with the lowest id. */
async function assigned(api: Api, channelId: number, call: Call): Promise<number | undefined> {
  try {
    const query = { 'channel_id:in': channelId };
    const path = '/v3/pricelists/assignments';
    const found = await all(v3Pages(api, path, Assignment, { ...call, query }));
    const ids = found
      .filter((each) => each.customer_group_id === undefined)
      .filter((each) => each.channel_id === String(channelId))
      .map((each) => each.price_list_id);
    if (ids.length === 0) return undefined;
    const lists = await all(
      v3Pages(api, '/v3/pricelists', List, { ...call, query: { 'id:in': ids.join(',') } }),
    );
    const active = lists.filter((list) => list.active !== false).map((list) => list.id);
    return active.length === 0 ? undefined : Math.min(...active);
  } catch (error) {
    // Not every plan has price lists.
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

function priceIn(record: z.output<typeof Record>): Price {
  const { price, sale_price: sale, retail_price: retail } = record;
  const isOnSale = sale !== null && sale !== undefined && sale.gt(0);
  const now = record.calculated_price ?? (isOnSale ? sale : price);
  return { price: now, compareAt: price.gt(now) ? price : (retail ?? decimal('0')) };
}
