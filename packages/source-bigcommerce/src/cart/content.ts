import { createHash } from 'node:crypto';
import type { Checkout, Item } from './schema.ts';

/**
 * What makes a checkout another one: who it is, what is in the cart and how many of it, and by which coupons. Prices,
 * shipping and addresses do not: a shopper who goes on filling in the checkout starts none anew. Nor do the ids of the
 * items, which change when something is taken out and put in again.
 *
 * @returns 16 hexadecimal digits: they need to tell the contents of one cart from each other.
 */
export function contentOf({ cart, coupons }: Checkout, email: string): string {
  const { physical_items, digital_items, custom_items, gift_certificates } = cart.line_items;
  const content = [
    email.toLowerCase(),
    cart.currency.code?.toUpperCase() ?? '',
    [...physical_items, ...digital_items].map(product).toSorted(),
    custom_items.map(({ sku, name, quantity }) => text(sku, name, quantity.toFixed())).toSorted(),
    gift_certificates.map(({ name, amount }) => text(name, amount.toFixed())).toSorted(),
    coupons.flatMap(({ code }) => code ?? []).toSorted(),
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
}

function product({ product_id, variant_id, quantity, options }: Item): string {
  const chosen = options.map(({ name, value }) => text(name, value)).toSorted();
  return text(product_id, variant_id, quantity.toFixed(), ...chosen);
}

const text = (...parts: readonly (string | undefined)[]): string => JSON.stringify(parts);
