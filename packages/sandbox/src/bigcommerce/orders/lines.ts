import type { Catalog } from '../catalog/catalog.ts';
import { decimal, money, sum } from '../money.ts';
import { type OrderDiscount, spreadDiscounts } from './discounts.ts';
import type { AppliedDiscount, OrderProduct, ProductOption } from './order-product.ts';
import type { OrderLine } from './placement.ts';
import type { RecipeLine } from './recipe.ts';
import { subjectOf } from './subject-of-line.ts';
import { taxed, type TaxRule, times, untaxed } from './tax.ts';
import { untouched } from './untouched.ts';

export interface LineContext {
  readonly orderId: number;
  readonly addressId: number;
  readonly tax: TaxRule;
  readonly catalog: Catalog;
}

/** The order products of an order: each line, followed by the members of its bundle. */
export function orderProducts(
  lines: readonly RecipeLine[],
  discounts: readonly OrderDiscount[],
  context: LineContext,
): OrderProduct[] {
  const own: AppliedDiscount[][] = [];
  const products = lines.flatMap(({ line, id, memberIds }) => {
    const parent = orderProduct(line, { id, parentId: null }, context);
    own.push(line.discount ? [promotion(line.discount)] : []);
    const members = (line.bundled ?? []).map(({ productId, quantity }, index) => {
      own.push([]);
      const member = { productId, quantity: quantity ?? line.quantity, price: '0' };
      return orderProduct(member, { id: memberIds[index] ?? 0, parentId: id }, context);
    });
    return [parent, ...members];
  });
  const spread = spreadDiscounts(
    products.map((product) => product.total_inc_tax),
    discounts,
  );
  return products.map((product, index) =>
    discounted(product, [...(own[index] ?? []), ...(spread[index] ?? [])]),
  );
}

function promotion({ name, amount }: NonNullable<OrderLine['discount']>): AppliedDiscount {
  return { id: 'promotion', amount: money(amount), name, code: null, target: 'product' };
}

function discounted(product: OrderProduct, applied: readonly AppliedDiscount[]): OrderProduct {
  const off = sum(applied.map((discount) => discount.amount));
  const left = decimal(product.total_inc_tax).minus(off);
  return { ...product, applied_discounts: applied, discounted_total_inc_tax: money(left) };
}

function orderProduct(
  line: OrderLine,
  { id, parentId }: { readonly id: number; readonly parentId: number | null },
  context: LineContext,
): OrderProduct {
  if (!Number.isInteger(line.quantity) || line.quantity < 1) {
    throw new RangeError(
      `An order line needs a whole quantity of at least 1, not ${line.quantity}`,
    );
  }
  const { name, price: entered, costPrice, ...subject } = subjectOf(line, context.catalog, id);
  const price = taxed(entered, subject.type === 'giftcertificate' ? untaxed : context.tax);
  const total = times(price, line.quantity);
  const wrapping = taxed(line.wrapping?.cost ?? '0', context.tax);
  const cost = money(costPrice);
  return {
    id,
    order_id: context.orderId,
    order_address_id: subject.type === 'physical' ? context.addressId : 0,
    order_pickup_method_id: 0,
    name,
    name_customer: name,
    name_merchant: name,
    base_price: price.base,
    price_ex_tax: price.exTax,
    price_inc_tax: price.incTax,
    price_tax: price.tax,
    base_total: total.base,
    total_ex_tax: total.exTax,
    total_inc_tax: total.incTax,
    total_tax: total.tax,
    quantity: line.quantity,
    base_cost_price: cost,
    cost_price_inc_tax: cost,
    cost_price_ex_tax: cost,
    cost_price_tax: money('0'),
    ...untouched,
    ...subject,
    wrapping_id: line.wrapping ? 1 : 0,
    wrapping_name: line.wrapping?.name ?? '',
    base_wrapping_cost: wrapping.base,
    wrapping_cost_ex_tax: wrapping.exTax,
    wrapping_cost_inc_tax: wrapping.incTax,
    wrapping_cost_tax: wrapping.tax,
    wrapping_message: line.wrapping?.message ?? '',
    option_set_id: null,
    parent_order_product_id: parentId,
    is_bundled_product: parentId !== null,
    applied_discounts: [],
    product_options: (line.options ?? []).map((option, index) => chosen(option, index, id)),
    discounted_total_inc_tax: total.incTax,
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
