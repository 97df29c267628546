import type { CatalogProduct } from '../catalog/catalog.ts';
import { decimal, type Decimal, number, sum } from '../money.ts';
import { present } from '../present.ts';
import type { Checkout, Gift, Item } from './schema.ts';

/** Everything in the cart but gift certificates. The members of a bundle are left out: they would be counted twice. */
export function itemsOf({ cart }: Checkout): readonly Item[] {
  const { physical_items, digital_items, custom_items } = cart.line_items;
  const all = [...physical_items, ...digital_items, ...custom_items];
  return all.filter(({ parent_id: parent }) => parent === undefined);
}

/**
 * The lines of a cart as the spec's products, named as those of an order. A price is as the cart shows it: with tax where
 * the shop's prices include tax. `discount` is what was taken off the line and what its coupons take.
 *
 * @param catalog by product id; what is not in it was not known in time.
 */
export function productsOf(checkout: Checkout, catalog: ReadonlyMap<string, CatalogProduct>) {
  const codes = checkout.coupons.flatMap(({ code }) => code ?? []);
  return [
    // An item does not name its coupons: with one in the cart, there is no doubt.
    ...itemsOf(checkout).map((item) =>
      line(item, catalog, codes.length === 1 ? codes[0] : undefined),
    ),
    ...checkout.cart.line_items.gift_certificates.map(certificate),
  ];
}

/** How many pieces there are. */
export function piecesOf(checkout: Checkout): Decimal {
  const { gift_certificates: gifts } = checkout.cart.line_items;
  const pieces = itemsOf(checkout).map(({ quantity }) => quantity);
  return sum([...pieces, ...gifts.map(() => decimal('1'))]);
}

function line(
  item: Item,
  catalog: ReadonlyMap<string, CatalogProduct>,
  coupon: string | undefined,
) {
  const known = item.product_id === undefined ? undefined : catalog.get(item.product_id);
  const variant = item.variant_id === undefined ? undefined : known?.variants.get(item.variant_id);
  const categories = known?.categories ?? [];
  const { list_price: price, original_price: original } = item;
  return present({
    line_item_id: item.id,
    product_id: item.product_id,
    variant_id: item.variant_id,
    sku: item.sku ?? variant?.sku,
    name: item.name ?? known?.name,
    brand: known?.brand,
    category: categories[0],
    categories: categories.length > 0 ? categories : undefined,
    ...chosen(item),
    price: number(price),
    compare_at_price: original.gt(price) ? number(original) : undefined,
    quantity: number(item.quantity),
    discount: number(item.discount_amount.plus(item.coupon_amount)),
    coupon: item.coupon_amount.gt(0) ? coupon : undefined,
    url: item.url ?? known?.url,
    image_url: item.image_url ?? variant?.imageUrl ?? known?.imageUrl,
  });
}

function certificate({ id, name, amount }: Gift) {
  return present({
    line_item_id: id,
    name: name ?? 'Gift Certificate',
    price: number(amount),
    quantity: 1,
  });
}

/** What was chosen of a product, name by name, and in short. */
function chosen({ options: all }: Item) {
  const options = all.flatMap(({ name, value }) =>
    name === undefined || value === undefined ? [] : [{ name, value }],
  );
  const variant = all.flatMap(({ value }) => value ?? []).join(' / ');
  return {
    variant: variant === '' ? undefined : variant,
    options: options.length > 0 ? options : undefined,
  };
}
