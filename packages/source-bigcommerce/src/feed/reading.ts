/** A product that the feed does not have. */
export interface LeftOut {
  readonly productId: string;
  readonly why: string;
}

/** How a reading of the feed went. */
export interface FeedReading {
  /** ISO 8601, UTC. */
  readonly endedAt: string;
  /**
   * `complete`: all of it was read. `broken`: BigCommerce failed, and so the feed ended without its end. `given up`: its
   * reader went away or took nothing for five minutes.
   */
  readonly ended: 'complete' | 'broken' | 'given up';
  readonly items: number;
  readonly bytes: number;
  /** How many products the feed does not have although the channel shows them. */
  readonly leftOut: number;
  /** The first 1,000 of them, and why. */
  readonly leftOutProducts: readonly LeftOut[];
  /** Why it was broken. */
  readonly reason?: string;
}

const mostListed = 1_000;

/** Counts what goes into a feed, and what does not. */
export class Count {
  items = 0;
  bytes = 0;
  leftOut = 0;
  readonly #products: LeftOut[] = [];

  leaveOut(productId: string, why: string): void {
    this.leftOut += 1;
    if (this.#products.length < mostListed) this.#products.push({ productId, why });
  }

  reading(ended: FeedReading['ended'], at: number, reason?: string): FeedReading {
    return {
      endedAt: new Date(at).toISOString(),
      ended,
      items: this.items,
      bytes: this.bytes,
      leftOut: this.leftOut,
      leftOutProducts: this.#products,
      ...(reason !== undefined && { reason }),
    };
  }
}
