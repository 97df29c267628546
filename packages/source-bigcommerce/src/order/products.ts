import type { CatalogProduct } from '../catalog/catalog.ts';
import { type Decimal, number, sum } from '../money.ts';
import { present } from '../present.ts';
import { type OrderProduct, ownLines } from './line-schema.ts';

/** What is said of the products of an order besides its lines. */
export interface LineRules {
  /** Whether the shop's prices include tax. */
  readonly pricesIncludeTax: boolean;
  /** By product id. What is not in it was not known in time. */
  readonly catalog: ReadonlyMap<string, CatalogProduct>;
}

/**
 * The lines of an order as the spec's products. A price is that of the shop: with tax where its prices include tax, else
 * without. `discount` is the line's share of every discount that was applied to it, so that `price × quantity −
 * discount` is what was asked for the line.
 *
 * The members of a bundle are left out: they cost nothing, and would be counted twice.
 */
export function productsOf(lines: readonly OrderProduct[], rules: LineRules) {
  return ownLines(lines).map((line) => productOf(line, rules));
}

function productOf(line: OrderProduct, { pricesIncludeTax, catalog }: LineRules) {
  const known = line.product_id === undefined ? undefined : catalog.get(line.product_id);
  const variant = line.variant_id === undefined ? undefined : known?.variants.get(line.variant_id);
  const price = pricesIncludeTax ? line.price_inc_tax : line.price_ex_tax;
  const categories = known?.categories ?? [];
  return present({
    line_item_id: String(line.id),
    product_id: line.product_id,
    variant_id: line.variant_id,
    sku: line.sku ?? variant?.sku,
    name: line.name ?? known?.name,
    brand: line.brand ?? known?.brand,
    category: categories[0],
    categories: categories.length > 0 ? categories : undefined,
    ...chosen(line),
    price: number(price),
    compare_at_price: line.base_price.gt(price) ? number(line.base_price) : undefined,
    cost: line.cost_price_ex_tax.gt(0) ? number(line.cost_price_ex_tax) : undefined,
    quantity: number(line.quantity),
    discount: number(discountOf(line)),
    coupon: line.applied_discounts.find(({ code }) => code !== undefined)?.code,
    url: known?.url,
    image_url: variant?.imageUrl ?? known?.imageUrl,
  });
}

/** What was chosen of a product, name by name, and in short. */
function chosen({ product_options: all }: OrderProduct) {
  const options = all.flatMap(({ display_name: name, display_value: value }) =>
    name === undefined || value === undefined ? [] : [{ name, value }],
  );
  const variant = all.flatMap((option) => option.display_value ?? []).join(' / ');
  return {
    variant: variant === '' ? undefined : variant,
    options: options.length > 0 ? options : undefined,
  };
}

export function discountOf(line: OrderProduct): Decimal {
  return sum(line.applied_discounts.map(({ amount }) => amount));
}

/** How many pieces there are. */
export function piecesOf(lines: readonly OrderProduct[]): Decimal {
  return sum(ownLines(lines).map(({ quantity }) => quantity));
}
