import type { OrderRecord } from './record.ts';

/** An order that is made anew whenever somebody looks at it: the same one each time. */
export interface Seed {
  readonly orderId: number;
  grow(orderId: number): OrderRecord;
}

/** A page of orders and what belongs to them is read within a few moments, one after the other. */
const KEPT = 600;

/** Grows seeds, and keeps the last of what was grown. */
export class Seeds {
  readonly #grown = new Map<number, OrderRecord>();

  grown(seed: Seed): OrderRecord {
    const { orderId } = seed;
    const known = this.#grown.get(orderId);
    if (known) return known;
    const record = seed.grow(orderId);
    this.#grown.set(orderId, record);
    for (const oldest of this.#grown.keys()) {
      if (this.#grown.size <= KEPT) break;
      this.#grown.delete(oldest);
    }
    return record;
  }
}
