import { atSite } from '../catalog/at-site.ts';
import type { NamedCategory } from '../catalog/reads.ts';
import { type Decimal, number } from '../money.ts';
import { present } from '../present.ts';
import type { FeedProduct, FeedVariant, Price } from './feed-product.ts';
import type { Item } from './item.ts';
import { oneLine, plainText } from './plain-text.ts';
import { priceOf, variantPrice } from './price-of.ts';
import { stockOf } from './stock.ts';

/** What all items of a feed have in common. */
export interface Place {
  readonly siteUrl: string;
  readonly currency: string;
  readonly brands: ReadonlyMap<string, string>;
  /** Those of the channel, by id. */
  readonly categories: ReadonlyMap<string, NamedCategory>;
  /** An amount of the catalogue in the currency of the feed. */
  readonly convert: (amount: Decimal) => Decimal;
}

export interface ItemSettings {
  readonly variants: boolean;
  readonly placeholderImage?: string | undefined;
  readonly descriptionLength: number;
}

/** The items of a product, or why it has none. */
export type Items =
  | { readonly items: readonly Item[]; readonly leftOut?: undefined }
  | { readonly leftOut: string };

/**
 * A product as items of the feed: itself, and its variants if they are wanted. Pure.
 *
 * @param listed what variants cost by the channel's price list.
 */
export function itemsOf(
  product: FeedProduct,
  listed: ReadonlyMap<string, Price>,
  place: Place,
  settings: ItemSettings,
): Items {
  const title = oneLine(product.name ?? '');
  const link = atSite(place.siteUrl, product.custom_url.url);
  if (title === '') return { leftOut: 'it has no name' };
  if (link === undefined) return { leftOut: 'it has no address' };
  if (product.is_price_hidden === true) return { leftOut: 'its price is hidden' };

  const picture = product.primary_image.url_standard ?? settings.placeholderImage;
  const pricing = { product, listed, convert: place.convert };
  const common = {
    link,
    description: plainText(product.description ?? '', settings.descriptionLength) || title,
    categories: categoriesOf(product, place),
    currency: place.currency,
    ...present({ brand: brandOf(product, place) }),
  };
  const items: Item[] = [];
  if (picture !== undefined) {
    items.push({
      id: product.id,
      title,
      image_link: picture,
      ...common,
      ...amounts(priceOf(pricing)),
      ...stockOf(product),
      ...present({ sku: product.sku }),
    });
  }
  const hasOptions = product.base_variant_id === undefined;
  for (const variant of hasOptions && settings.variants ? product.variants : []) {
    const image = variant.image_url ?? picture;
    if (variant.id === undefined || image === undefined) continue;
    items.push({
      id: `${product.id}-${variant.id}`,
      title: titleOf(title, variant),
      image_link: image,
      ...common,
      ...amounts(variantPrice(variant, pricing)),
      ...stockOf(product, variant),
      ...present({ sku: variant.sku }),
      item_group_id: product.id,
      variant_id: variant.id,
    });
  }
  return items.length > 0 ? { items } : { leftOut: 'it has no picture' };
}

function amounts({ price, compareAt }: Price): Pick<Item, 'price' | 'compare_at_price'> {
  return {
    price: number(price),
    ...present({ compare_at_price: compareAt.gt(price) ? number(compareAt) : undefined }),
  };
}

function categoriesOf(product: FeedProduct, { categories }: Place): readonly string[] {
  const names = product.categories.map((id) => oneLine(categories.get(String(id))?.name ?? ''));
  return [...new Set(names)].filter((name) => name !== '');
}

function brandOf({ brand_id }: FeedProduct, { brands }: Place): string | undefined {
  return oneLine((brand_id === undefined ? undefined : brands.get(brand_id)) ?? '') || undefined;
}

function titleOf(title: string, { option_values }: FeedVariant): string {
  const options = option_values.flatMap(({ label }) => label ?? []).join(' / ');
  return oneLine(options === '' ? title : `${title} - ${options}`);
}
