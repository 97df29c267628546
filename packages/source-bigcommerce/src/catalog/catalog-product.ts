import * as z from 'zod';
import { id, list, object, text } from '../fields.ts';

/**
 * What orders and carts need of a product.
 *
 * BigCommerce: REST Catalog, "Get All Products", with `include=primary_image,variants`.
 */
export const RememberedProduct = z
  .object({
    id: z.int().positive(),
    name: text,
    brand_id: id,
    categories: list(z.int()),
    is_visible: z.boolean().nullish(),
    custom_url: object({ url: text }),
    primary_image: object({ url_standard: text }),
    variants: list(object({ id, sku: text, image_url: text })),
  })
  .transform((product) => ({
    id: String(product.id),
    name: product.name,
    brandId: product.brand_id,
    categoryIds: product.categories.map(String),
    /** Below the site of a channel. Absent when shoppers would find nothing there. */
    path: product.is_visible === false ? undefined : product.custom_url.url,
    imageUrl: product.primary_image.url_standard,
    variants: new Map(
      product.variants.flatMap((variant) =>
        variant.id === undefined
          ? []
          : [[variant.id, { sku: variant.sku, imageUrl: variant.image_url }] as const],
      ),
    ),
  }));
export type RememberedProduct = z.output<typeof RememberedProduct>;

/** What {@link RememberedProduct} is made of, so that nothing else is sent. */
export const productFields = 'name,brand_id,categories,is_visible,custom_url';
