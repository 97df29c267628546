import type { Big } from 'big.js';
import { decimal, rounded, sum } from '../money.ts';
import { spreadDiscounts } from '../orders/discounts.ts';
import type { CartItem, CartRecord } from './cart-record.ts';

/** What one item comes to, all units together, as the store enters prices: with tax, or without. */
export interface ItemAmounts {
  readonly listPrice: Big;
  readonly originalPrice: Big;
  readonly listed: Big;
  readonly discount: Big;
  readonly coupons: readonly { readonly code: string; readonly amount: Big }[];
}

/** An amount in both of its forms. */
interface Taxed {
  readonly exTax: Big;
  readonly incTax: Big;
}

export interface CartAmounts {
  readonly of: ReadonlyMap<string, ItemAmounts>;
  readonly base: Big;
  /** The goods after all that is taken off them. */
  readonly goods: Taxed;
  /** The goods after what is taken off single items. */
  readonly subtotal: Taxed;
  readonly shipping: Taxed;
  readonly tax: Big;
  readonly total: Big;
}

/**
 * What a cart and its checkout come to:
 *
 * - the subtotal has the discounts of single items taken off, those of the cart and the coupons not;
 * - `total = subtotal − discount − coupons + shipping + tax`, before store credit and gift certificates;
 * - a cart that shows prices with tax shows what is taken off them with tax, too.
 *
 * Source: BigCommerce, REST Management, Checkouts V3, "Coupon Applied" and other examples. A gift certificate on sale is
 * not taxed.
 */
export function amountsOf(cart: CartRecord): CartAmounts {
  const { items } = cart;
  const left = items.map(netOf);
  const spread = spreadDiscounts(
    left.map((amount) => amount.toFixed()),
    [
      { id: 'manual-discount', name: 'Discount', code: null, amount: cart.discount },
      ...cart.coupons.map(({ code, amount }) => ({ id: 'coupon', name: code, code, amount })),
    ],
  );
  const of = new Map<string, ItemAmounts>();
  for (const [index, item] of items.entries()) {
    of.set(item.id, {
      listPrice: decimal(item.price),
      originalPrice: decimal(item.originalPrice),
      listed: decimal(item.price).times(item.quantity),
      discount: decimal(item.discount),
      coupons: (spread[index] ?? []).flatMap(({ code, amount }) =>
        code === null ? [] : [{ code, amount: decimal(amount) }],
      ),
    });
  }

  /** Of amounts that belong to the items, in their order. */
  const together = (amounts: readonly Big[]): Taxed => {
    const gifts = sum(amounts.filter((_, index) => items[index]?.kind === 'gift'));
    const { exTax, incTax } = taxed(sum(amounts).minus(gifts), cart);
    return { exTax: exTax.plus(gifts), incTax: incTax.plus(gifts) };
  };
  const after = left.map((amount, i) => amount.minus(sum((spread[i] ?? []).map((d) => d.amount))));
  const goods = together(after);
  const shipping = taxed(decimal(cart.shipping ?? '0'), cart);
  const total = goods.incTax.plus(shipping.incTax);
  return {
    of,
    base: sum([...of.values()].map(({ listed }) => listed)),
    goods,
    subtotal: together(left),
    shipping,
    tax: total.minus(goods.exTax).minus(shipping.exTax),
    total,
  };
}

function taxed(entered: Big, { taxRate, taxIncluded }: CartRecord): Taxed {
  const factor = decimal(taxRate).plus(1);
  return taxIncluded
    ? { exTax: rounded(entered.div(factor)), incTax: entered }
    : { exTax: entered, incTax: rounded(entered.times(factor)) };
}

function netOf({ price, quantity, discount }: CartItem): Big {
  return decimal(price).times(quantity).minus(discount);
}
