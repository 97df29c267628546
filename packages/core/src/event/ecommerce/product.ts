import * as z from 'zod';
import { amount, id, ordinal, quantity, text, textOrNumber } from './fields.ts';

/** What the catalogue says of a product. */
export const catalogueFields = {
  /** The database id. It may equal `sku`. */
  product_id: id,
  /** The public number, such as "SEG-02". */
  sku: textOrNumber,
  category: text,
  name: text,
  brand: text,
  /** Such as "Black". */
  variant: text,
  /** The price of one, in major units. */
  price: amount,
  url: text,
  image_url: text,
};

/** What an event may say of the one product it is about. */
export const productFields = {
  ...catalogueFields,
  quantity,
  /** The code of a coupon for this product, such as "MAY_DEALS_3". */
  coupon: text,
  /** The place in the list, such as 3. */
  position: ordinal,
};

/**
 * An item of `products`: a product in a list, a cart or an order.
 *
 * Segment spec: Ecommerce v2, `products.$`
 */
export const Product = z.looseObject(productFields);
export type Product = z.output<typeof Product>;

export const products = z.array(Product).nullish();
