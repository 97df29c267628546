import { number, sum } from './money.ts';
import { present } from './present.ts';
import type { OrderProduct } from './schema.ts';

/**
 * The lines of an order as the spec's products. Amounts are without tax, as `subtotal` is: over all lines,
 * `price × quantity − discount` adds up to it. `discount` is the line's share of every discount that was applied to it.
 *
 * The members of a bundle are left out: they cost nothing, and would be counted twice.
 */
export function productsOf(lines: readonly OrderProduct[]) {
  return lines
    .filter((line) => line.parent_order_product_id === undefined)
    .map((line) =>
      present({
        line_item_id: String(line.id),
        product_id: line.product_id,
        variant_id: line.variant_id,
        sku: line.sku,
        name: line.name,
        brand: line.brand,
        variant:
          line.product_options.flatMap((option) => option.display_value ?? []).join(' / ') ||
          undefined,
        price: number(line.price_ex_tax),
        quantity: number(line.quantity),
        discount: number(sum(line.applied_discounts.map(({ amount }) => amount))),
        coupon: line.applied_discounts.find(({ code }) => code !== undefined)?.code,
      }),
    );
}
