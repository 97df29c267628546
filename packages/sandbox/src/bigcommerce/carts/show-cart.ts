import { rfc3339 } from '../dates.ts';
import { jsonNumber } from '../money.ts';
import { amountsOf, type CartAmounts } from './cart-amounts.ts';
import type { CartRecord } from './cart-record.ts';
import { lineItems } from './show-items.ts';

/** A cart as `GET /v3/carts/{id}` answers it: money as JSON numbers, without the options of its items. */
export type Cart = ReturnType<typeof showCart>;

export function showCart(cart: CartRecord, include: readonly string[] = []) {
  const amounts = amountsOf(cart);
  const options = optionsAsked(include, 'line_items.');
  return {
    ...heading(cart, amounts),
    cart_amount: jsonNumber(amounts.goods.incTax),
    coupons: couponsOf(cart),
    discounts: discountsOf(cart, amounts),
    line_items: lineItems(cart, amounts, { taxable: 'taxable', options }),
    ...times(cart),
    locale: cart.locale,
    version: cart.version,
  };
}

/** What a cart says of itself wherever it is shown. */
export function heading(cart: CartRecord, { base }: CartAmounts) {
  return {
    id: cart.id,
    customer_id: cart.customerId,
    channel_id: cart.channelId,
    email: cart.email,
    currency: { code: cart.currency },
    tax_included: cart.taxIncluded,
    base_amount: jsonNumber(base),
    discount_amount: jsonNumber(cart.discount),
    manual_discount_amount: jsonNumber(cart.discount),
  };
}

export function couponsOf({ coupons }: CartRecord) {
  return coupons.map(({ id, code, amount }) => ({
    id,
    code,
    coupon_type: 'per_total_discount',
    display_name: `${amount} off`,
    discounted_amount: jsonNumber(amount),
  }));
}

/** What is taken off each item for the cart as a whole and by coupons. */
export function discountsOf({ items }: CartRecord, { of }: CartAmounts) {
  return items.flatMap(({ id }) =>
    (of.get(id)?.coupons ?? []).map(({ amount }) => ({
      id,
      discounted_amount: jsonNumber(amount),
    })),
  );
}

export function times({ createdAt, updatedAt }: CartRecord) {
  return { created_time: rfc3339(createdAt), updated_time: rfc3339(updatedAt) };
}

export function optionsAsked(include: readonly string[], prefix: string): ReadonlySet<string> {
  return new Set(
    include.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)),
  );
}
