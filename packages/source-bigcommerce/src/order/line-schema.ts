import * as z from 'zod';
import { amount, amountOrZero, id, list, object, text } from '../fields.ts';

/**
 * What is read of an order product: a line of the order.
 *
 * BigCommerce: REST Management, Orders V2, "List Order Products".
 */
export const OrderProduct = z.object({
  /** Of the line, not of the product: refunds and shipments point at it. */
  id: z.int().positive(),
  /** Absent for a line that is not in the catalogue: a custom item, a gift certificate. */
  product_id: id,
  variant_id: id,
  /** Set on the members of a bundle: they cost nothing, their parent carries the price. */
  parent_order_product_id: id,
  name: text,
  sku: text,
  /** The name of the brand, not its id. */
  brand: text,
  quantity: amount,
  /** Of one, before discounts. */
  price_ex_tax: amountOrZero,
  price_inc_tax: amountOrZero,
  /** Of one, as the shop has it in its own terms: with tax where its prices include tax. */
  base_price: amountOrZero,
  /** What one costs the merchant; 0 where that was never entered. */
  cost_price_ex_tax: amountOrZero,
  /** How many of them were paid back. */
  quantity_refunded: amountOrZero,
  applied_discounts: list(object({ amount: amountOrZero, code: text })),
  product_options: list(object({ display_name: text, display_value: text })),
});
export type OrderProduct = z.output<typeof OrderProduct>;

/** The lines that are goods of their own. The members of a bundle come with their parent, which carries the price. */
export function ownLines(lines: readonly OrderProduct[]): readonly OrderProduct[] {
  return lines.filter((line) => line.parent_order_product_id === undefined);
}
