import type { Order } from '../../orders/order.ts';
import type { OrderItem } from '../../orders/order-items.ts';
import type { OrderProduct } from '../../orders/order-product.ts';
import type { OrderEdit } from '../../orders/edits.ts';
import type { Payment } from '../../orders/payments.ts';
import type { NewRefund } from '../../orders/new-refund.ts';
import type { Floor } from '../floor.ts';
import type { Person } from '../people.ts';

/** The statuses by name; BigCommerce: Orders V2, "Order statuses". */
export const status = {
  incomplete: 0,
  pending: 1,
  shipped: 2,
  partiallyShipped: 3,
  refunded: 4,
  cancelled: 5,
  declined: 6,
  awaitingPayment: 7,
  awaitingPickup: 8,
  awaitingShipment: 9,
  completed: 10,
  awaitingFulfilment: 11,
  verification: 12,
  disputed: 13,
  partiallyRefunded: 14,
} as const;

/** One order of the simulation: whatever is done to it is done through this, so that the history has all of it. */
export class SimulatedOrder {
  readonly id: number;
  readonly #floor: Floor;
  readonly #left: () => void;

  /** @param left called when it is not Incomplete any more. */
  constructor(
    floor: Floor,
    person: Person,
    order: Order,
    kind: string,
    left = () => undefined as void,
  ) {
    this.#floor = floor;
    this.#left = left;
    this.id = order.id;
    floor.history.orderBegins(person, kind, this.#step());
  }

  get now(): Order {
    return this.#floor.store.order(this.id).order;
  }

  /** Its lines; members of a bundle are none. */
  get lines(): readonly OrderProduct[] {
    const { products } = this.#floor.store.order(this.id);
    return products.filter((product) => !product.is_bundled_product);
  }

  become(statusId: number): void {
    this.#floor.store.setStatus(this.id, statusId);
    this.#changed();
  }

  pay(outcome: NonNullable<Payment['outcome']>): void {
    this.#floor.store.payOrder(this.id, { outcome });
    this.#changed();
  }

  ship(items?: readonly OrderItem[]): void {
    this.#floor.store.addShipment(this.id, { ...(items && { items }) });
    this.#changed();
  }

  refund(refund: NewRefund): void {
    const { store, history } = this.#floor;
    history.orderRefunded(this.now, store.refundOrder(this.id, refund));
    this.#changed();
  }

  edit(edit: OrderEdit): void {
    this.#floor.store.editOrder(this.id, edit);
    this.#changed();
  }

  /** Staff note something: nothing that anybody else needs to know. */
  correct(changes: Partial<Pick<Order, 'staff_notes' | 'customer_message'>>): void {
    this.#floor.store.updateOrder(this.id, changes);
    this.#changed();
  }

  archive(): void {
    this.#floor.store.archiveOrder(this.id);
    this.#changed();
  }

  #changed(): void {
    const step = this.#step();
    if (step.order.status_id !== status.incomplete) this.#left();
    this.#floor.history.orderChanges(step);
  }

  #step() {
    return { at: this.#floor.driver.now(), order: this.now, lines: this.lines.length };
  }
}
