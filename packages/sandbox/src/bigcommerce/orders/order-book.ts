import { rfc2822, wholeSecond } from '../dates.ts';
import type { Lag } from './lag.ts';
import { type Bounds, ModificationLog } from './modification-log.ts';
import type { Order } from './order.ts';
import type { OrderRecord } from './record.ts';
import { type Seed, Seeds } from './seeds.ts';
import { StatusIndex } from './status-index.ts';

const FIRST_ORDER_ID = 100;

/** What of an order is looked up. */
export type Indexed = Pick<Order, 'id' | 'cart_id' | 'customer_id' | 'status_id' | 'is_deleted'>;

/** Every order of the store, in id order. Orders are archived, never removed, so the id is the place. */
export class OrderBook {
  /** A seed stands for an order that nobody has changed yet. */
  readonly #slots: (OrderRecord | Seed)[] = [];
  readonly #byCart = new Map<string, number[]>();
  readonly #byCustomer = new Map<number, number[]>();
  readonly #modified = new ModificationLog();
  readonly #byStatus = new StatusIndex();
  readonly #seeds = new Seeds();
  readonly #lag: Lag;
  #live: Order[] | undefined = [];

  constructor(lag: Lag) {
    this.#lag = lag;
  }

  get nextId(): number {
    return FIRST_ORDER_ID + this.#slots.length;
  }

  get size(): number {
    return this.#slots.length;
  }

  /**
   * The orders as they are now, oldest first. It grows and changes with the store, until there are seeded orders: then
   * they are all made for each look at it.
   */
  get orders(): readonly Order[] {
    return this.#live ?? [...this.byId({}, false)].map(({ order }) => order);
  }

  add(record: OrderRecord): void {
    this.#index(record.order, record.modifiedAt);
    this.#slots.push(record);
    this.#live?.push(record.order);
  }

  /** Adds an order whose body is only made when somebody looks at it. */
  addSeed(seed: Seed, about: Indexed, modifiedAt: number): void {
    this.#index(about, modifiedAt);
    this.#slots.push(seed);
    this.#live = undefined;
  }

  find(id: number): OrderRecord | undefined {
    const slot = this.#slots[id - FIRST_ORDER_ID];
    return slot && ('grow' in slot ? this.#seeds.grown(slot) : slot);
  }

  /** For the sandbox's own user: the API answers an unknown order with 404. */
  get(id: number): OrderRecord {
    const record = this.find(id);
    if (!record) throw new RangeError(`The sandbox has no order ${id}`);
    return record;
  }

  /** Replaces an order. Whatever changed, it was modified now. */
  change(
    id: number,
    now: number,
    change: (record: OrderRecord) => Partial<OrderRecord>,
  ): OrderRecord {
    const before = this.get(id);
    const changed = { ...before, ...change(before) };
    const modifiedAt = wholeSecond(now);
    const order = { ...changed.order, date_modified: rfc2822(modifiedAt) };
    const record = { ...changed, order, modifiedAt, madeAt: now, before: this.#lag.before(before) };
    this.#slots[id - FIRST_ORDER_ID] = record;
    if (this.#live) this.#live[id - FIRST_ORDER_ID] = order;
    this.#byStatus.remove(before.order);
    this.#byStatus.add(order);
    this.#modified.touch(id, modifiedAt);
    return record;
  }

  /** The orders with an id from `min` to `max`. */
  *byId({ min = FIRST_ORDER_ID, max = this.nextId }: Bounds, descending: boolean) {
    const first = Math.max(0, min - FIRST_ORDER_ID);
    const last = Math.min(max - FIRST_ORDER_ID, this.#slots.length - 1);
    for (let step = 0; step <= last - first; step += 1) {
      const record = this.find(FIRST_ORDER_ID + (descending ? last - step : first + step));
      if (record) yield record;
    }
  }

  /** How many orders that are not archived have this status. */
  countOf(statusId: number): number {
    return this.#byStatus.count(statusId);
  }

  /** The orders of this status that are not archived, in no order. */
  ofStatus(statusId: number): Iterable<OrderRecord> {
    return this.#each(this.#byStatus.ids(statusId));
  }

  /** The orders modified from `min` to `max`. */
  byModification(bounds: Bounds, descending: boolean): Iterable<OrderRecord> {
    const log = this.#modified;
    return this.#each(descending ? log.descending(bounds) : log.ascending(bounds));
  }

  ofCart(cartId: string): Iterable<OrderRecord> {
    return this.#each(this.#byCart.get(cartId) ?? []);
  }

  ofCustomer(customerId: number): Iterable<OrderRecord> {
    return this.#each(this.#byCustomer.get(customerId) ?? []);
  }

  *#each(ids: Iterable<number>): Generator<OrderRecord> {
    for (const id of ids) yield this.get(id);
  }

  #index(order: Indexed, modifiedAt: number): void {
    const { id, cart_id, customer_id } = order;
    if (cart_id !== null) append(this.#byCart, cart_id, id);
    append(this.#byCustomer, customer_id, id);
    this.#byStatus.add(order);
    this.#modified.touch(id, modifiedAt);
  }
}

function append<K>(index: Map<K, number[]>, key: K, id: number): void {
  const ids = index.get(key);
  if (ids) ids.push(id);
  else index.set(key, [id]);
}
