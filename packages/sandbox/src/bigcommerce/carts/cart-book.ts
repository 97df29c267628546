import { wholeSecond } from '../dates.ts';
import type { CartRecord } from './cart-record.ts';

/** A cart nobody changes is kept this long. Source: BigCommerce, REST Management, Carts, "Usage notes". */
const LIFE_MS = 30 * 24 * 3_600_000;

/** The carts that are there, the one that changed last at the end. A cart that is gone is 404 for ever. */
export class CartBook {
  readonly #carts = new Map<string, CartRecord>();
  readonly #abandoned = new Map<string, string>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  find(id: string): CartRecord | undefined {
    this.#forgetOld();
    return this.#carts.get(id);
  }

  /** For the sandbox's own user: the API answers a cart that is gone with 404. */
  get(id: string): CartRecord {
    const cart = this.find(id);
    if (!cart) throw new RangeError(`The sandbox has no cart ${id}`);
    return cart;
  }

  /** A customer has one cart. */
  ofCustomer(customerId: number): CartRecord | undefined {
    return this.all().findLast((cart) => cart.customerId === customerId);
  }

  /** The one that changed last at the end. */
  all(): readonly CartRecord[] {
    this.#forgetOld();
    return [...this.#carts.values()];
  }

  add(cart: CartRecord): CartRecord {
    this.#forgetOld();
    if (this.#carts.has(cart.id)) throw new RangeError(`The sandbox already has a cart ${cart.id}`);
    this.#carts.set(cart.id, cart);
    return cart;
  }

  /** Replaces a cart. Whatever changed, it was modified now, and is abandoned no more. */
  change(id: string, change: (cart: CartRecord) => Partial<CartRecord>): CartRecord {
    const before = this.get(id);
    const changed: CartRecord = {
      ...before,
      abandoned: undefined,
      ...change(before),
      updatedAt: wholeSecond(this.#now()),
      version: before.version + 1,
    };
    this.#carts.delete(id);
    this.#carts.set(id, changed);
    return changed;
  }

  /** That a cart was left is no change of it. */
  abandon(id: string, token: string): void {
    this.#carts.set(id, { ...this.get(id), abandoned: token });
    this.#abandoned.set(token, id);
  }

  /** That an order was made out of a cart is no change of it, nor does it take the cart away. */
  noteOrder(id: string, orderId: number): void {
    this.#carts.set(id, { ...this.get(id), orderId });
  }

  /** The cart that an abandonment is about, as long as it is there. */
  withToken(token: string): CartRecord | undefined {
    return this.find(this.#abandoned.get(token) ?? '');
  }

  remove(id: string): CartRecord | undefined {
    const cart = this.#carts.get(id);
    this.#carts.delete(id);
    if (cart?.abandoned !== undefined) this.#abandoned.delete(cart.abandoned);
    return cart;
  }

  #forgetOld(): void {
    for (const { id, updatedAt } of this.#carts.values()) {
      if (updatedAt + LIFE_MS > this.#now()) return;
      this.remove(id);
    }
  }
}
