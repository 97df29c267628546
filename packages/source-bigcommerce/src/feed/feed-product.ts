import * as z from 'zod';
import { amount, amountOrZero, id, list, object, text } from '../fields.ts';
import type { Decimal } from '../money.ts';

const Variant = object({
  id,
  sku: text,
  image_url: text,
  calculated_price: amount,
  inventory_level: z.number().nullish(),
  purchasing_disabled: z.boolean().nullish(),
  option_values: list(object({ label: text })),
});
export type FeedVariant = z.output<typeof Variant>;

/**
 * What the feed reads of a product.
 *
 * BigCommerce: REST Catalog, "Get All Products", with `include=primary_image,variants,channels`.
 */
export const FeedProduct = z.object({
  id: z.int().positive().transform(String),
  name: text,
  sku: text,
  description: text,
  price: amountOrZero,
  retail_price: amountOrZero,
  /** Reduced, if it is. */
  calculated_price: amount,
  brand_id: id,
  categories: list(z.int()),
  is_visible: z.boolean().nullish(),
  is_price_hidden: z.boolean().nullish(),
  availability: text,
  inventory_tracking: text,
  inventory_level: z.number().nullish(),
  custom_url: object({ url: text }),
  primary_image: object({ url_standard: text }),
  /** Absent on a product with options. */
  base_variant_id: id,
  variants: list(Variant),
  /** Absent where a store does not say. */
  channels: z.array(z.int()).nullish(),
});
export type FeedProduct = z.output<typeof FeedProduct>;

/** What {@link FeedProduct} is made of, so that nothing else is sent. */
export const feedFields = [
  'name',
  'sku',
  'description',
  'price',
  'retail_price',
  'calculated_price',
  'brand_id',
  'categories',
  'is_visible',
  'is_price_hidden',
  'availability',
  'inventory_tracking',
  'inventory_level',
  'custom_url',
  'base_variant_id',
].join(',');

/** What something costs. */
export interface Price {
  readonly price: Decimal;
  /** Before a reduction, or as others have it; zero when nothing is said. */
  readonly compareAt: Decimal;
}
