import { wholeSecond } from '../dates.ts';
import type { DecimalText } from '../money.ts';
import type { CartBook } from './cart-book.ts';
import type { CartEvents } from './cart-events.ts';
import { type ItemContext, itemsOf } from './cart-items.ts';
import type { CartItem, CartRecord } from './cart-record.ts';
import type { CartContents, CheckoutAddress, NewCart } from './new-cart.ts';
import { type Cart, showCart } from './show-cart.ts';

/** What a shopper does with a cart. Each sends the webhooks that the store sends for it. */
export interface CartActions {
  createCart(cart: NewCart): Cart;
  addToCart(cartId: string, contents: CartContents): Cart;
  updateCartItem(cartId: string, itemId: string, quantity: number): Cart;
  /** `undefined`: it was the last, and an empty cart is deleted. */
  removeCartItem(cartId: string, itemId: string): Cart | undefined;
  applyCoupon(
    cartId: string,
    coupon: { readonly code: string; readonly amount: DecimalText },
  ): Cart;
  deleteCart(cartId: string): void;
  /** A guest types or corrects the email address in the checkout. */
  setCartEmail(cartId: string, email: string): Cart;
  /** Filled in the checkout: no webhook is sent for it. */
  setBillingAddress(cartId: string, address: Partial<CheckoutAddress>): Cart;
  /** Filled in the checkout, and a way to ship selected if `shipping` says its price: no webhook is sent for it. */
  setShippingAddress(
    cartId: string,
    address: Partial<CheckoutAddress>,
    shipping?: DecimalText,
  ): Cart;
}

export interface CartContext extends ItemContext {
  readonly book: CartBook;
  readonly say: CartEvents;
  readonly now: () => number;
}

export function cartActions(context: CartContext): CartActions {
  const { book, say } = context;
  const couponIds = new Map<string, number>();

  function changed(id: string, change: (cart: CartRecord) => Partial<CartRecord>): CartRecord {
    return book.change(id, change);
  }
  function told(cart: CartRecord): Cart {
    say.updated(cart);
    return showCart(cart);
  }

  return {
    createCart(input) {
      const cart = book.add(newCart(input, context));
      say.happened('created', cart);
      for (const { id } of cart.items) say.itemHappened('created', cart, id);
      return told(cart);
    },

    addToCart(cartId, contents) {
      const items = itemsOf(contents, context);
      const cart = changed(cartId, (before) => ({ items: [...before.items, ...items] }));
      for (const { id } of items) say.itemHappened('created', cart, id);
      return told(cart);
    },

    updateCartItem(cartId, itemId, quantity) {
      if (!Number.isInteger(quantity) || quantity < 1) throw new RangeError('At least 1 of it');
      const cart = changed(cartId, ({ items }) => ({
        items: items.map((item) => (item.id === itemId ? { ...item, quantity } : item)),
      }));
      itemOf(cart, itemId);
      say.itemHappened('updated', cart, itemId);
      return told(cart);
    },

    removeCartItem(cartId, itemId) {
      itemOf(book.get(cartId), itemId);
      const cart = changed(cartId, ({ items }) => ({
        items: items.filter(({ id, parentId }) => id !== itemId && parentId !== itemId),
      }));
      say.itemHappened('deleted', cart, itemId);
      say.updated(cart);
      if (cart.items.length > 0) return showCart(cart);
      book.remove(cartId);
      say.happened('deleted', cart);
      return undefined;
    },

    applyCoupon(cartId, { code, amount }) {
      const id = couponIds.get(code) ?? couponIds.size + 1;
      couponIds.set(code, id);
      const cart = changed(cartId, ({ coupons }) => ({
        coupons: [...coupons.filter((known) => known.code !== code), { id, code, amount }],
      }));
      say.happened('couponApplied', cart, { couponId: id });
      return told(cart);
    },

    deleteCart(cartId) {
      const cart = book.get(cartId);
      book.remove(cartId);
      say.happened('deleted', cart);
    },

    setCartEmail: (cartId, email) =>
      told(
        changed(cartId, ({ billingAddress }) => ({
          email,
          billingAddress: { ...billingAddress, email },
        })),
      ),

    setBillingAddress: (cartId, address) =>
      showCart(
        changed(cartId, ({ email, billingAddress }) => ({
          email: address.email ?? email,
          billingAddress: { ...billingAddress, ...address },
        })),
      ),

    setShippingAddress: (cartId, address, shipping) =>
      showCart(
        changed(cartId, (before) => ({
          shippingAddress: { ...before.shippingAddress, ...address },
          shipping: shipping ?? before.shipping,
        })),
      ),
  };
}

function newCart(input: NewCart, context: CartContext): CartRecord {
  const at = wholeSecond(context.now());
  return {
    id: input.id ?? context.newId(),
    customerId: input.customerId ?? 0,
    channelId: input.channelId ?? 1,
    // The documents do not say when a customer's own address comes in here: only what was typed, or signed in with.
    email: '',
    currency: input.currency ?? context.store.currency,
    taxRate: input.taxRate ?? '0',
    taxIncluded: input.taxIncluded ?? context.store.pricesIncludeTax,
    locale: input.locale ?? 'en-US',
    items: itemsOf(input, context),
    coupons: [],
    discount: input.discount ?? '0',
    billingAddress: undefined,
    shippingAddress: undefined,
    shipping: undefined,
    orderId: undefined,
    abandoned: undefined,
    createdAt: at,
    updatedAt: at,
    version: 1,
  };
}

function itemOf(cart: CartRecord, itemId: string): CartItem {
  const item = cart.items.find(({ id }) => id === itemId);
  if (!item) throw new RangeError(`The cart ${cart.id} has no item ${itemId}`);
  return item;
}
