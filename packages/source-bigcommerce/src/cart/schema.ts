import * as z from 'zod';
import { amount, amountOrZero, date, id, list, object, text } from '../fields.ts';

const address = {
  first_name: text,
  last_name: text,
  email: text,
  phone: text,
  address1: text,
  city: text,
  postal_code: text,
};

/** Of what there is one product, an item of the cart. Absent ids and prices are those of nothing in the catalogue. */
const Item = z.object({
  id: text,
  /** Of a member of a bundle: the item that it belongs to. Written as null, 0, an empty object or not at all else. */
  parent_id: text.transform((value) => (value === '0' ? undefined : value)),
  product_id: id,
  variant_id: id,
  sku: text,
  name: text,
  url: text,
  image_url: text,
  // That of a custom item is a text.
  quantity: amount,
  list_price: amount,
  original_price: amountOrZero,
  discount_amount: amountOrZero,
  coupon_amount: amountOrZero,
  options: list(object({ name: text, value: text })),
});
export type Item = z.output<typeof Item>;

/** A gift certificate on sale. To whom it goes is nobody's business but the store's. */
const Gift = z.object({ id: text, name: text, amount });
export type Gift = z.output<typeof Gift>;

/**
 * What is read of a cart and its checkout, which share one id.
 *
 * BigCommerce: REST Management, Checkouts V3, "Get a Checkout".
 */
export const Checkout = z.object({
  cart: z.object({
    /** Absent for a guest. */
    customer_id: id,
    channel_id: z.int().nullish(),
    email: text,
    currency: object({ code: text }),
    /** Whether prices are shown with the tax in them. */
    tax_included: z.boolean().nullish(),
    /** Taken off the cart as a whole: neither by coupons nor off single products. */
    discount_amount: amountOrZero,
    line_items: object({
      physical_items: list(Item),
      digital_items: list(Item),
      custom_items: list(Item),
      gift_certificates: list(Gift),
    }),
  }),
  billing_address: object(address),
  // The address has an old name and a new one; either may be missing.
  consignments: list(object({ address: object(address), shipping_address: object(address) })),
  coupons: list(object({ code: text, discounted_amount: amountOrZero })),
  /** The last order that was made out of it, which need not be paid. */
  order_id: id,
  shipping_cost_total_ex_tax: amountOrZero,
  handling_cost_total_ex_tax: amountOrZero,
  tax_total: amountOrZero,
  /** What is to be paid, before store credit and gift certificates. */
  grand_total: amount,
  updated_time: date.optional(),
});
export type Checkout = z.output<typeof Checkout>;
