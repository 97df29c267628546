import type { Order } from '../orders/order.ts';
import type { Refund } from '../orders/refund-parts.ts';
import type { CartHistory, OrderHistory, OrderStep, Visit } from './records.ts';
import type { Person } from './people.ts';

type Writable<T, K extends keyof T> = Omit<T, K> & {
  -readonly [P in K]: T[P] extends readonly (infer E)[] ? E[] : T[P];
};
type OpenOrder = Writable<OrderHistory, 'steps' | 'refunds'>;
type OpenCart = Writable<CartHistory, 'steps' | 'goneAt'>;

/**
 * What the shop did, as it did it. No API of the vendor has it: an order that was cancelled does not say what it was
 * before. So whoever judges what a program made of the shop asks here, and not the program.
 */
export class ShopHistory {
  readonly #orders = new Map<number, OpenOrder>();
  readonly #carts = new Map<string, OpenCart>();
  /** Everybody who visited the storefront, by what it calls them. */
  readonly visits: Visit[] = [];

  get orders(): Iterable<OrderHistory> {
    return this.#orders.values();
  }

  get carts(): Iterable<CartHistory> {
    return this.#carts.values();
  }

  orderBegins(person: Person, kind: string, step: OrderStep): void {
    const { id: orderId } = step.order;
    this.#orders.set(orderId, { orderId, person, kind, steps: [step], refunds: [] });
  }

  orderChanges(step: OrderStep): void {
    this.#order(step.order).steps.push(step);
  }

  orderRefunded(order: Order, refund: Refund): void {
    this.#order(order).refunds.push(refund);
  }

  cartBegins(cartId: string): OpenCart {
    const cart: OpenCart = { cartId, steps: [], goneAt: undefined };
    this.#carts.set(cartId, cart);
    return cart;
  }

  #order({ id }: Order): OpenOrder {
    const history = this.#orders.get(id);
    if (!history) throw new RangeError(`The simulated shop never made order ${id}`);
    return history;
  }
}
