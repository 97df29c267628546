import * as z from 'zod';
import { id, text } from './fields.ts';
import { catalogueFields, products } from './product.ts';

const share = {
  /** The channel, such as "email". */
  share_via: text,
  /** What the customer wrote. */
  share_message: text,
  /** Whom it was sent to, such as an email address. */
  recipient: text,
};

/**
 * The customer shared a product with someone.
 *
 * Segment spec: Ecommerce v2, Product Shared
 */
export const ProductShared = z.looseObject({ ...share, ...catalogueFields });
export type ProductShared = z.output<typeof ProductShared>;

/**
 * The customer shared the cart with someone. The spec has only `product_id` in its products; the other fields of a
 * product are taken too.
 *
 * Segment spec: Ecommerce v2, Cart Shared
 */
export const CartShared = z.looseObject({ ...share, cart_id: id, products });
export type CartShared = z.output<typeof CartShared>;
