import type { Webhook } from './events.ts';
import type { PostResult } from './post.ts';

/** One attempt to deliver a webhook. */
export interface Delivery {
  readonly hookId: number;
  readonly scope: string;
  readonly orderId?: number;
  readonly hash: string;
  readonly webhookId: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** What the receiver answered ... */
  readonly status?: number;
  /** ... or why there was no answer: `timeout`, `ECONNREFUSED`. */
  readonly error?: string;
  readonly at: number;
}

/** Since the sandbox began. */
export interface DeliveryCounts {
  readonly attempts: number;
  /** Attempts that were answered with 2xx. */
  readonly delivered: number;
  readonly failed: number;
  /** Webhooks given up: after the last retry, or because their hook is gone or inactive. */
  readonly abandoned: number;
  /** Times that a webhook was due and not attempted, because its domain was blocked. */
  readonly blocked: number;
}

const KEPT = 10_000;

/** The last attempts, and how many there were in all. */
export class DeliveryLog {
  #deliveries: Delivery[] = [];
  readonly #webhooks = new WeakMap<Delivery, Webhook>();
  readonly #counts = { attempts: 0, delivered: 0, failed: 0, abandoned: 0, blocked: 0 };

  get deliveries(): readonly Delivery[] {
    return this.#deliveries.slice(-KEPT);
  }

  get counts(): DeliveryCounts {
    return { ...this.#counts };
  }

  add(webhook: Webhook, attempt: number, result: PostResult, at: number): Delivery {
    const { body: _body, ...about } = webhook;
    const delivery = { ...about, attempt, ...result, at };
    this.#webhooks.set(delivery, webhook);
    this.#deliveries.push(delivery);
    // In blocks: one shift per delivery would move the whole array each time.
    if (this.#deliveries.length >= 2 * KEPT) this.#deliveries = this.#deliveries.slice(-KEPT);
    this.#counts.attempts += 1;
    this.#counts[succeeded(result) ? 'delivered' : 'failed'] += 1;
    return delivery;
  }

  abandon(): void {
    this.#counts.abandoned += 1;
  }

  block(): void {
    this.#counts.blocked += 1;
  }

  /** The webhooks a delivery, or a hash, stands for: a hash can have gone to several hooks. */
  webhooks(wanted: Delivery | string): readonly Webhook[] {
    if (typeof wanted !== 'string') {
      const webhook = this.#webhooks.get(wanted);
      return webhook ? [webhook] : [];
    }
    const found = new Map<number, Webhook>();
    for (const delivery of this.#deliveries) {
      const webhook = this.#webhooks.get(delivery);
      if (webhook?.hash === wanted) found.set(webhook.hookId, webhook);
    }
    return [...found.values()];
  }
}

/** "BigCommerce considers any 2xx a success." Everything else is tried again. */
export function succeeded(result: PostResult): boolean {
  return 'status' in result && result.status >= 200 && result.status < 300;
}
