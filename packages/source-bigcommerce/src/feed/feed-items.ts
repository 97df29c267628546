import { setImmediate } from 'node:timers/promises';
import type { Api, Call } from '../api/api.ts';
import type { StoreProfile } from '../store/profile.ts';
import { FeedProduct } from './feed-product.ts';
import type { Item } from './item.ts';
import { itemsOf, type ItemSettings } from './items.ts';
import { placeOf } from './place-of.ts';
import { priceListOf } from './price-list.ts';
import { productPages, type RawProduct } from './product-pages.ts';
import type { Count } from './reading.ts';

export interface FeedItems {
  readonly api: Api;
  readonly store: StoreProfile;
  readonly settings: ItemSettings & { readonly channelId?: number | undefined };
  readonly count: Count;
}

/** BigCommerce: the first channel of a store has this id. */
const firstChannel = 1;

/** Making text of HTML takes a while: the process does other things after so many products. */
const atOnce = 25;

/**
 * All items of the feed, some at a time, never an empty list. The next page of products is read when the last of this one
 * was taken.
 *
 * @throws {ApiError}
 * @throws {FeedImpossible}
 */
export async function* feedItems(
  { api, store, settings, count }: FeedItems,
  call: Call,
): AsyncGenerator<readonly Item[]> {
  const information = await store.information(call.signal);
  const channelId = settings.channelId ?? information.defaultChannelId ?? firstChannel;
  const place = await placeOf(api, channelId, information, call);
  const priceList = await priceListOf(api, channelId, place.currency, call);

  for await (const page of productPages(api, channelId, call)) {
    const products = page.flatMap((raw) => read(raw, count)).filter(isShownOn(channelId));
    const listed = await priceList(
      products.map(({ id }) => id),
      call,
    );
    for (let start = 0; start < products.length; start += atOnce) {
      const items = products.slice(start, start + atOnce).flatMap((product) => {
        const made = itemsOf(product, listed, place, settings);
        if (made.leftOut === undefined) return made.items;
        count.leaveOut(product.id, made.leftOut);
        return [];
      });
      count.items += items.length;
      if (items.length > 0) yield items;
      await setImmediate();
    }
  }
}

/** One product that cannot be read is no reason to go without the others. */
function read(raw: RawProduct, count: Count): FeedProduct | [] {
  const parsed = FeedProduct.safeParse(raw);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => path.join('.')).slice(0, 5);
  count.leaveOut(String(raw.id), `it has something else than expected in ${fields.join(', ')}`);
  return [];
}

/** What the query asked for already, should a filter not hold. */
function isShownOn(channelId: number): (product: FeedProduct) => boolean {
  return ({ is_visible, channels }) =>
    is_visible !== false && (channels?.includes(channelId) ?? true);
}
