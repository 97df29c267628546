import type { KlaviyoEvent, KlaviyoSandbox } from '@millrace/sandbox';

/** What Klaviyo has, by metric and id. */
export class Arrived {
  readonly #events = new Map<string, KlaviyoEvent[]>();
  readonly #lines = new Map<string, number>();
  readonly #checkouts = new Map<string, KlaviyoEvent[]>();

  constructor({ events }: Pick<KlaviyoSandbox, 'events'>) {
    for (const event of events) {
      const { metric, unique_id: id } = event;
      const key = `${metric} ${id}`;
      const same = this.#events.get(key);
      if (same) same.push(event);
      else this.#events.set(key, [event]);
      if (metric === 'Started Checkout' && id !== null) {
        const cartId = id.slice(0, id.lastIndexOf('_'));
        this.#checkouts.set(cartId, [...this.startedCheckouts(cartId), event]);
      }
      if (metric !== 'Ordered Product' || id === null) continue;
      const orderId = id.slice(0, id.indexOf('_'));
      this.#lines.set(orderId, (this.#lines.get(orderId) ?? 0) + 1);
    }
  }

  of(metric: string, uniqueId: string): readonly KlaviyoEvent[] {
    return this.#events.get(`${metric} ${uniqueId}`) ?? [];
  }

  /** How many events of Ordered Product this order has. */
  linesOf(orderId: number): number {
    return this.#lines.get(String(orderId)) ?? 0;
  }

  startedCheckouts(cartId: string): readonly KlaviyoEvent[] {
    return this.#checkouts.get(cartId) ?? [];
  }

  /** Each metric and id with all its events. */
  get all(): ReadonlyMap<string, readonly KlaviyoEvent[]> {
    return this.#events;
  }
}
