import { randomUUID } from 'node:crypto';
import type { StoreProfile } from '../store-profile.ts';
import type { CartBook } from './cart-book.ts';
import type { CartRecord } from './cart-record.ts';

/** Where a shopper who follows the address of a cart arrives. */
export interface Arrival {
  readonly cartId: string;
  /** What the address carried on. */
  readonly query: Readonly<Record<string, string>>;
}

const LIFE_MS = 30 * 24 * 3_600_000;

/**
 * The addresses that bring a shopper to a cart that is already filled. Each token lives for 30 days and is good for one
 * visit, whichever of the three addresses is visited.
 *
 * Source: BigCommerce, REST Management, Carts, "Create Cart Redirect URL".
 */
export class Redirects {
  readonly #tokens = new Map<string, Arrival & { readonly until: number }>();
  readonly #store: StoreProfile;
  readonly #book: CartBook;
  readonly #now: () => number;

  constructor(store: StoreProfile, book: CartBook, now: () => number) {
    this.#store = store;
    this.#book = book;
    this.#now = now;
  }

  mint({ id }: CartRecord, query: Readonly<Record<string, string>> = {}) {
    const token = (randomUUID() + randomUUID()).replaceAll('-', '');
    this.#tokens.set(token, { cartId: id, query, until: this.#now() + LIFE_MS });
    const url = (action: string) =>
      `${this.#store.secureUrl}/cart.php?${new URLSearchParams({ ...query, action, id, token }).toString()}`;
    return {
      cart_url: url('load'),
      checkout_url: url('loadInCheckout'),
      embedded_checkout_url: `${url('loadInCheckout')}&embedded=1`,
    };
  }

  /** Follows an address as a browser does. `undefined`: it was used, it is too old, or the cart is gone. */
  follow(url: string): Arrival | undefined {
    const token = new URL(url).searchParams.get('token') ?? '';
    const arrival = this.#tokens.get(token);
    this.#tokens.delete(token);
    if (!arrival || arrival.until <= this.#now() || !this.#book.find(arrival.cartId))
      return undefined;
    return { cartId: arrival.cartId, query: arrival.query };
  }
}
