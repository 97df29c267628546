import type { OrderRecord } from './record.ts';

/** How late the API is, in ms: at once when absent. */
export interface OrderLag {
  /** So long after it was placed an order and its parts are answered with 404. */
  readonly readMs?: number | undefined;
  /** Lists and counts know the orders as they were so long ago: new ones are missing, changed ones are as before. */
  readonly listMs?: number | undefined;
}

/** Replicas that are behind. The vendor does not speak of them; who follows webhooks quickly meets them. */
export class Lag {
  #lag: OrderLag = {};
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  change(lag: OrderLag): void {
    this.#lag = lag;
  }

  get listsAreLate(): boolean {
    return (this.#lag.listMs ?? 0) > 0;
  }

  /** The order, when it can be read already. */
  readable(record: OrderRecord | undefined): OrderRecord | undefined {
    return record && record.bornAt > this.#now() - (this.#lag.readMs ?? 0) ? undefined : record;
  }

  /** The order as lists know it; `undefined` when they do not know it yet. */
  listed(record: OrderRecord): OrderRecord | undefined {
    const since = this.#now() - (this.#lag.listMs ?? 0);
    let known: OrderRecord | undefined = record;
    while (known && known.madeAt > since) known = known.before;
    return known;
  }

  /** What has to be remembered of an order that changes now. */
  before(record: OrderRecord): OrderRecord | undefined {
    if (!this.listsAreLate) return undefined;
    const since = this.#now() - (this.#lag.listMs ?? 0);
    // What is older than the first version that lists can know is never looked at again.
    return record.madeAt > since ? record : withoutBefore(record);
  }
}

function withoutBefore({ before: _older, ...record }: OrderRecord): OrderRecord {
  return record;
}
