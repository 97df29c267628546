import type { OrderBook } from './order-book.ts';
import type { Refund } from './refund-parts.ts';

/** Where a refund is, and when it was. */
interface Entry {
  readonly orderId: number;
  /** In ms. */
  readonly created: number;
}

/** Every refund of the store, in id order. */
export class RefundIndex {
  readonly #entries = new Map<number, Entry>();
  readonly #book: OrderBook;

  constructor(book: OrderBook) {
    this.#book = book;
  }

  add(id: number, entry: Entry): void {
    this.#entries.set(id, entry);
  }

  find(id: number): Refund | undefined {
    const entry = this.#entries.get(id);
    return entry && this.#refund(id, entry);
  }

  /** Lazily: what the caller leaves out is never looked at. */
  *where(keep: (id: number, entry: Entry) => boolean): Generator<Refund> {
    for (const [id, entry] of this.#entries) {
      if (!keep(id, entry)) continue;
      const refund = this.#refund(id, entry);
      if (refund) yield refund;
    }
  }

  #refund(id: number, { orderId }: Entry): Refund | undefined {
    return this.#book.find(orderId)?.refunds.find((refund) => refund.id === id);
  }
}
