import type { Decimal } from '../money.ts';
import type { FeedProduct, FeedVariant, Price } from './feed-product.ts';

/** Prices of the catalogue and of a price list, by variant. */
export interface Pricing {
  readonly product: FeedProduct;
  readonly listed: ReadonlyMap<string, Price>;
  /** An amount of the catalogue in the currency of the feed. */
  readonly convert: (amount: Decimal) => Decimal;
}

/**
 * What a shopper without a customer group pays for a product: by the price list, else by the catalogue. Of a product with
 * options the lowest, if any of its variants is on the list.
 */
export function priceOf(pricing: Pricing): Price {
  const { product, listed, convert } = pricing;
  const base = product.base_variant_id;
  const own = base === undefined ? undefined : listed.get(base);
  if (own) return own;
  if (base === undefined && product.variants.some(({ id }) => id && listed.has(id))) {
    const prices = product.variants
      .filter(({ purchasing_disabled }) => purchasing_disabled !== true)
      .map((variant) => variantPrice(variant, pricing));
    const [first, ...others] = prices;
    if (first) return others.reduce((low, each) => (each.price.lt(low.price) ? each : low), first);
  }
  return {
    price: convert(product.calculated_price),
    compareAt: convert(
      product.price.gt(product.calculated_price) ? product.price : product.retail_price,
    ),
  };
}

/** What one way to choose among a product's options costs. */
export function variantPrice(variant: FeedVariant, { product, listed, convert }: Pricing): Price {
  const own = variant.id === undefined ? undefined : listed.get(variant.id);
  if (own) return own;
  // A variant without a price of its own costs what its product does, and is reduced with it.
  const isAsProduct = variant.calculated_price.eq(product.calculated_price);
  const before = product.price.gt(product.calculated_price) ? product.price : product.retail_price;
  return {
    price: convert(variant.calculated_price),
    compareAt: convert(isAsProduct ? before : variant.calculated_price),
  };
}
