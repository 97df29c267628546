import type { Catalog, CatalogEntry } from '../catalog/catalog.ts';
import { decimal, money, sum } from '../money.ts';
import { type OrderDiscount, spreadDiscounts } from './discounts.ts';
import type { AppliedDiscount, OrderProduct, ProductOption } from './order-product.ts';
import type { OrderLine } from './placement.ts';
import { taxed, times } from './tax.ts';
import { untouched } from './untouched.ts';

export interface LineContext {
  readonly orderId: number;
  readonly addressId: number;
  readonly taxRate: string;
  readonly catalog: Catalog;
  readonly nextId: () => number;
}

/** The order products of an order: each line, followed by the members of its bundle. */
export function orderProducts(
  lines: readonly OrderLine[],
  discounts: readonly OrderDiscount[],
  context: LineContext,
): OrderProduct[] {
  const products = lines.flatMap((line) => {
    const parent = orderProduct(line, null, context);
    const members = (line.bundled ?? []).map(({ productId, quantity }) =>
      orderProduct(
        { productId, quantity: quantity ?? line.quantity, price: '0' },
        parent.id,
        context,
      ),
    );
    return [parent, ...members];
  });
  const applied = spreadDiscounts(
    products.map((product) => product.total_inc_tax),
    discounts,
  );
  return products.map((product, index) => discounted(product, applied[index] ?? []));
}

function discounted(product: OrderProduct, applied: readonly AppliedDiscount[]): OrderProduct {
  const off = sum(applied.map((discount) => discount.amount));
  const left = decimal(product.total_inc_tax).minus(off);
  return { ...product, applied_discounts: applied, discounted_total_inc_tax: money(left) };
}

function orderProduct(
  line: OrderLine,
  parentId: number | null,
  context: LineContext,
): OrderProduct {
  if (!Number.isInteger(line.quantity) || line.quantity < 1) {
    throw new RangeError(
      `An order line needs a whole quantity of at least 1, not ${line.quantity}`,
    );
  }
  const entry = context.catalog.get(line.productId);
  const { product } = entry;
  const id = context.nextId();
  const price = taxed(line.price ?? entry.price, context.taxRate);
  const total = times(price, line.quantity);
  const cost = money(entry.costPrice);
  return {
    id,
    order_id: context.orderId,
    product_id: product.id,
    variant_id: line.variantId ?? product.base_variant_id,
    order_address_id: product.type === 'physical' ? context.addressId : 0,
    order_pickup_method_id: 0,
    name: product.name,
    name_customer: product.name,
    name_merchant: product.name,
    sku: line.sku ?? product.sku,
    upc: product.upc,
    type: product.type,
    base_price: price.exTax,
    price_ex_tax: price.exTax,
    price_inc_tax: price.incTax,
    price_tax: price.tax,
    base_total: total.exTax,
    total_ex_tax: total.exTax,
    total_inc_tax: total.incTax,
    total_tax: total.tax,
    ...dimensions(entry),
    quantity: line.quantity,
    base_cost_price: cost,
    cost_price_inc_tax: cost,
    cost_price_ex_tax: cost,
    cost_price_tax: money('0'),
    ...untouched,
    option_set_id: null,
    parent_order_product_id: parentId,
    is_bundled_product: parentId !== null,
    brand: entry.brand,
    applied_discounts: [],
    product_options: (line.options ?? []).map((option, index) => chosen(option, index, id)),
    discounted_total_inc_tax: total.incTax,
  };
}

function dimensions({ product }: CatalogEntry) {
  return {
    weight: money(String(product.weight)),
    width: money(String(product.width)),
    height: money(String(product.height)),
    depth: money(String(product.depth)),
  };
}

function chosen(
  option: { readonly name: string; readonly value: string },
  index: number,
  orderProductId: number,
): ProductOption {
  return {
    id: orderProductId * 10 + index,
    option_id: index + 1,
    order_product_id: orderProductId,
    product_option_id: index + 1,
    display_name: option.name,
    display_name_customer: option.name,
    display_name_merchant: option.name,
    display_value: option.value,
    display_value_customer: option.value,
    display_value_merchant: option.value,
    value: option.value,
    type: 'Multiple choice',
    name: option.name,
    display_style: 'Rectangle',
  };
}
