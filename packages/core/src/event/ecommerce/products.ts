import * as z from 'zod';
import { amount, currency, id } from './fields.ts';
import { productFields } from './product.ts';

/**
 * The customer clicked on a product.
 *
 * Segment spec: Ecommerce v2, Product Clicked
 */
export const ProductClicked = z.looseObject(productFields);
export type ProductClicked = z.output<typeof ProductClicked>;

/**
 * The customer saw the details of a product: on a page, a screen or in a preview.
 *
 * Segment spec: Ecommerce v2, Product Viewed
 */
export const ProductViewed = z.looseObject({
  ...productFields,
  currency,
  /** What seeing the product is worth, in `currency`. */
  value: amount,
});
export type ProductViewed = z.output<typeof ProductViewed>;

/**
 * The customer put a product into the cart.
 *
 * Segment spec: Ecommerce v2, Product Added
 */
export const ProductAdded = z.looseObject({ cart_id: id, ...productFields });
export type ProductAdded = z.output<typeof ProductAdded>;

/**
 * The customer took a product out of the cart.
 *
 * Segment spec: Ecommerce v2, Product Removed
 */
export const ProductRemoved = z.looseObject({ cart_id: id, ...productFields });
export type ProductRemoved = z.output<typeof ProductRemoved>;
