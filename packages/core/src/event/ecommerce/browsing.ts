import * as z from 'zod';
import { id, text } from './fields.ts';
import { products } from './product.ts';

/**
 * The customer searched for products.
 *
 * Segment spec: Ecommerce v2, Products Searched
 */
export const ProductsSearched = z.looseObject({
  query: z
    .union([z.string(), z.looseObject({})], { error: 'expected a string or an object' })
    .nullish(),
});
export type ProductsSearched = z.output<typeof ProductsSearched>;

/**
 * The customer saw a list of products, or a category.
 *
 * Segment spec: Ecommerce v2, Product List Viewed
 */
export const ProductListViewed = z.looseObject({ list_id: id, category: text, products });
export type ProductListViewed = z.output<typeof ProductListViewed>;

/** One choice of the customer: which filter or order (`type`), set to what (`value`). */
const choices = z.array(z.looseObject({ type: text, value: text })).nullish();

/**
 * The customer narrowed or reordered a list of products.
 *
 * Segment spec: Ecommerce v2, Product List Filtered
 */
export const ProductListFiltered = z.looseObject({
  list_id: id,
  category: text,
  filters: choices,
  sorts: choices,
  products,
});
export type ProductListFiltered = z.output<typeof ProductListFiltered>;
