import * as z from 'zod';
import { id, text, textOrNumber } from './fields.ts';

/**
 * The customer reviewed a product.
 *
 * Segment spec: Ecommerce v2, Product Reviewed
 */
export const ProductReviewed = z.looseObject({
  product_id: id,
  review_id: id,
  review_body: text,
  /** Such as "5". */
  rating: textOrNumber,
});
export type ProductReviewed = z.output<typeof ProductReviewed>;
