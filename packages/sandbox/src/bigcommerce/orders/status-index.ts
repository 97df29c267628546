import type { Order } from './order.ts';

/** The orders by status, archived ones left out: how many there are, and which when they are few. */
export class StatusIndex {
  readonly #ids = new Map<number, Set<number>>();

  add({ id, status_id, is_deleted }: Pick<Order, 'id' | 'status_id' | 'is_deleted'>): void {
    if (is_deleted) return;
    const ids = this.#ids.get(status_id);
    if (ids) ids.add(id);
    else this.#ids.set(status_id, new Set([id]));
  }

  remove({ id, status_id }: Order): void {
    this.#ids.get(status_id)?.delete(id);
  }

  count(statusId: number): number {
    return this.#ids.get(statusId)?.size ?? 0;
  }

  ids(statusId: number): Iterable<number> {
    return this.#ids.get(statusId) ?? [];
  }
}
