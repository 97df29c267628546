import { decimal, jsonNumber } from '../money.ts';
import type { NewProduct, NewVariant } from './new-product.ts';
import type { Product, ProductOptionSet, ProductVariant } from './product.ts';

/** Ids that stay the same however often a product is changed. */
export type IdOf = (what: string) => number;

/** What the variants of a product are made of: one without options when it has none of its own. */
export function variantsOf(product: Product, input: NewProduct, idOf: IdOf): ProductVariant[] {
  const given = input.variants ?? [];
  if (given.length === 0) {
    const own = { options: {}, sku: input.sku, inventoryLevel: input.inventoryLevel };
    return [variant(product, { ...own, imageUrl: input.imageUrl }, idOf, 'base')];
  }
  return given.map((each) => variant(product, each, idOf, JSON.stringify(each.options)));
}

function variant(product: Product, given: NewVariant, idOf: IdOf, key: string): ProductVariant {
  const id = idOf(`variant ${key}`);
  const { sku = '' } = given;
  return {
    id,
    product_id: product.id,
    sku,
    sku_id: sku === '' ? null : id,
    price: orNull(given.price),
    sale_price: orNull(given.salePrice),
    retail_price: orNull(given.retailPrice),
    map_price: null,
    cost_price: null,
    calculated_price: calculated(product, given),
    weight: null,
    width: null,
    height: null,
    depth: null,
    calculated_weight: product.weight,
    is_free_shipping: false,
    fixed_cost_shipping_price: null,
    purchasing_disabled: given.isDisabled ?? false,
    purchasing_disabled_message: '',
    image_url: given.imageUrl ?? '',
    upc: '',
    mpn: '',
    gtin: '',
    inventory_level: given.inventoryLevel ?? 0,
    inventory_warning_level: 0,
    bin_picking_number: '',
    option_values: Object.entries(given.options).map(([name, label]) => ({
      id: idOf(`value ${name} ${label}`),
      label,
      option_id: idOf(`option ${name}`),
      option_display_name: name,
    })),
  };
}

/** A variant with a price of its own is on sale by its own sale price only. */
function calculated(product: Product, { price, salePrice }: NewVariant): number {
  if (salePrice !== undefined && decimal(salePrice).gt(0)) return jsonNumber(salePrice);
  return price === undefined ? product.calculated_price : jsonNumber(price);
}

const orNull = (text: string | undefined): number | null =>
  text === undefined ? null : jsonNumber(text);

/** What `include=options` shows. */
export function optionsOf(product: Product, variants: readonly ProductVariant[]) {
  const options = new Map<number, ProductOptionSet>();
  for (const value of variants.flatMap(({ option_values }) => option_values)) {
    const known = options.get(value.option_id);
    const values = known?.option_values ?? [];
    if (values.some(({ id }) => id === value.id)) continue;
    const { id, label } = value;
    options.set(value.option_id, {
      id: value.option_id,
      product_id: product.id,
      name: value.option_display_name,
      display_name: value.option_display_name,
      type: 'dropdown',
      sort_order: known?.sort_order ?? options.size,
      option_values: [
        ...values,
        { id, label, sort_order: values.length, value_data: null, is_default: false },
      ],
    });
  }
  return [...options.values()];
}
