import type { Customers } from '../customers/customers.ts';
import { wholeSecond } from '../dates.ts';
import { decimal, money } from '../money.ts';
import type { CartContext } from './cart-actions.ts';
import type { CartRecord } from './cart-record.ts';
import { type Cart, showCart } from './show-cart.ts';

/** What happens to a cart besides shopping, and may give it another id. */
export interface CartChanges {
  /**
   * A shopper signs in. The customer's own cart, if there is one, takes in what is in this one, which is deleted: the
   * id of the cart changes. Else this cart becomes the customer's. The email is the customer's from then on.
   */
  signIn(cartId: string, customerId: number): Cart;
  /** A cart has one currency: what is in it goes to a new one, whose prices are `rate` times those of the old. */
  switchCurrency(cartId: string, currency: string, rate: string): Cart;
  /** Nobody changed it for an hour, whatever the clock says. Returns the token. */
  abandonCart(cartId: string): string;
  /** Abandons each cart that nobody changed for an hour, once; returns their ids. */
  abandonIdleCarts(): readonly string[];
}

/** Source: BigCommerce, Webhooks, "Carts", `store/cart/abandoned`. */
const IDLE_MS = 3_600_000;

export function cartChanges(context: CartContext, customers: Customers): CartChanges {
  const { book, say, newId, now } = context;

  function gone(cart: CartRecord): void {
    book.remove(cart.id);
    say.happened('deleted', cart);
  }

  function abandonCart(cartId: string): string {
    const cart = book.get(cartId);
    const token = newId().replaceAll('-', '');
    book.abandon(cartId, token);
    say.happened('abandoned', cart, { token });
    return token;
  }

  return {
    signIn(cartId, customerId) {
      const { email } = customers.get(customerId);
      const guests = book.get(cartId);
      const own = book.ofCustomer(customerId);
      if (own && own.id !== cartId) gone(guests);
      const cart = book.change(own?.id ?? cartId, ({ items, coupons }) => ({
        customerId,
        email,
        ...(own &&
          own.id !== cartId && {
            items: [...items, ...guests.items],
            coupons: [...coupons, ...guests.coupons],
          }),
      }));
      say.updated(cart);
      return showCart(cart);
    },

    switchCurrency(cartId, currency, rate) {
      const old = book.get(cartId);
      const times = (amount: string) => money(decimal(amount).times(rate));
      gone(old);
      const at = wholeSecond(now());
      const cart = book.add({
        ...old,
        id: newId(),
        currency,
        discount: times(old.discount),
        shipping: old.shipping === undefined ? undefined : times(old.shipping),
        items: old.items.map((item) => ({
          ...item,
          price: times(item.price),
          originalPrice: times(item.originalPrice),
          discount: times(item.discount),
        })),
        coupons: old.coupons.map(({ id, code, amount }) => ({ id, code, amount: times(amount) })),
        orderId: undefined,
        abandoned: undefined,
        createdAt: at,
        updatedAt: at,
        version: 1,
      });
      say.happened('created', cart);
      say.updated(cart);
      return showCart(cart);
    },

    abandonCart,
    abandonIdleCarts() {
      const idle = book
        .all()
        .filter(({ updatedAt, abandoned }) => {
          return abandoned === undefined && updatedAt + IDLE_MS <= now();
        })
        .map(({ id }) => id);
      idle.forEach(abandonCart);
      return idle;
    },
  };
}
