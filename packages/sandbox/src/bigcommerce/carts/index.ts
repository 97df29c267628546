import type { Customers } from '../customers/customers.ts';
import type { OrderActions } from '../orders/order-actions.ts';
import { type CartActions, cartActions, type CartContext } from './cart-actions.ts';
import { type CartChanges, cartChanges } from './cart-changes.ts';
import { type CartConversions, cartConversions } from './convert.ts';
import type { Arrival, Redirects } from './redirects.ts';
import { type Cart, showCart } from './show-cart.ts';

/** The carts of the store, from the first product to the order or the day they are given up. */
export interface Carts extends CartActions, CartChanges, CartConversions {
  /** As they are now, the one that changed last at the end. */
  readonly carts: readonly Cart[];
  /** Follows a redirect address as a browser does. `undefined`: it was used, it is too old, or the cart is gone. */
  followRedirect(url: string): Arrival | undefined;
}

export function carts(
  context: CartContext,
  customers: Customers,
  orders: OrderActions,
  redirects: Redirects,
): Omit<Carts, 'carts'> {
  return {
    ...cartActions(context),
    ...cartChanges(context, customers),
    ...cartConversions(context.book, orders),
    followRedirect: (url) => redirects.follow(url),
  };
}

export const allCarts = ({ book }: CartContext): readonly Cart[] =>
  book.all().map((cart) => showCart(cart));
