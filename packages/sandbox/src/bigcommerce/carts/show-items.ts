import { jsonNumber, sum } from '../money.ts';
import type { CartAmounts, ItemAmounts } from './cart-amounts.ts';
import type { CartItem, CartRecord } from './cart-record.ts';

/** Which parts an answer shows, and how: a cart says `taxable` where its checkout says `is_taxable`. */
export interface ItemView {
  readonly taxable: 'taxable' | 'is_taxable';
  /** `physical_items.options` and `digital_items.options`, if they were asked for. */
  readonly options: ReadonlySet<string>;
}

/** The four lists of a cart's items. */
export function lineItems({ items }: CartRecord, { of }: CartAmounts, view: ItemView) {
  const list = <T>(kind: CartItem['kind'], show: (item: CartItem, amounts: ItemAmounts) => T) =>
    items.flatMap((item) => {
      const amounts = of.get(item.id);
      return item.kind === kind && amounts ? [show(item, amounts)] : [];
    });
  return {
    physical_items: list('physical', (item, amounts) => ({
      ...product(item, amounts, view),
      is_require_shipping: true,
      ...(view.taxable === 'is_taxable' && { gift_wrapping: null }),
    })),
    digital_items: list('digital', (item, amounts) => ({
      ...product(item, amounts, view),
      is_require_shipping: false,
    })),
    gift_certificates: list('gift', gift),
    custom_items: list('custom', custom),
  };
}

function product(item: CartItem, amounts: ItemAmounts, view: ItemView) {
  const { listPrice, originalPrice, listed, discount, coupons } = amounts;
  const off = sum(coupons.map(({ amount }) => amount));
  const sale = listed.minus(discount);
  return {
    id: item.id,
    parent_id: item.parentId,
    variant_id: item.variantId,
    product_id: item.productId,
    sku: item.sku,
    name: item.name,
    url: item.url,
    quantity: item.quantity,
    [view.taxable]: true,
    image_url: item.imageUrl,
    discounts: [
      ...(discount.gt(0) ? [{ id: 18, discounted_amount: jsonNumber(discount) }] : []),
      ...coupons.map(({ amount }) => ({ id: 'coupon', discounted_amount: jsonNumber(amount) })),
    ],
    // The examples have the amount of the coupons where one, and an empty list where none was applied.
    coupons: coupons.length > 0 ? jsonNumber(off) : [],
    discount_amount: jsonNumber(discount),
    coupon_amount: jsonNumber(off),
    original_price: jsonNumber(originalPrice),
    list_price: jsonNumber(listPrice),
    sale_price: jsonNumber(sale.div(item.quantity)),
    extended_list_price: jsonNumber(listed),
    extended_sale_price: jsonNumber(sale),
    is_mutable: item.parentId === null,
    ...(view.options.has(`${item.kind}_items.options`) && {
      options: item.options.map(({ name, value }, index) => ({
        name,
        nameId: index + 1,
        value,
        valueId: 100 + index,
      })),
    }),
  };
}

function gift(item: CartItem, { listed }: ItemAmounts) {
  return {
    id: item.id,
    name: item.name,
    theme: 'Birthday',
    amount: jsonNumber(listed),
    taxable: false,
    sender: { name: 'A friend', email: 'sender@example.com' },
    recipient: { name: 'Somebody', email: item.recipientEmail },
    message: '',
  };
}

function custom(item: CartItem, { listPrice, listed }: ItemAmounts) {
  return {
    id: item.id,
    sku: item.sku,
    name: item.name,
    // The schema has it as text, unlike that of every other item.
    quantity: String(item.quantity),
    image_url: item.imageUrl,
    list_price: jsonNumber(listPrice),
    extended_list_price: jsonNumber(listed),
  };
}
