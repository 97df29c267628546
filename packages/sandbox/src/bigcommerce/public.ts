import type { Fault, RecordedRequest } from '../http/index.ts';
import type { NewProduct, Product } from './catalog/product.ts';
import type { Customer, NewCustomer } from './customers.ts';
import type { Order } from './orders/order.ts';
import type { OrderActions } from './orders/order-actions.ts';
import type { Refunds } from './orders/refunds.ts';
import type { Shipping } from './orders/shipping.ts';
import type { Delivery, DeliveryCounts } from './webhooks/delivery-log.ts';
import type { PendingWebhook } from './webhooks/dispatcher.ts';
import type { Hook } from './webhooks/hook-registry.ts';
import type { Timer } from './webhooks/timer.ts';

export interface BigCommerceSandboxOptions {
  /** A free one when absent. */
  readonly port?: number | undefined;
  /** `sandbox1` when absent. */
  readonly storeHash?: string | undefined;
  readonly accessToken?: string | undefined;
  /** Signs the webhooks. */
  readonly clientSecret?: string | undefined;
  /** The store's own currency: `USD` when absent. */
  readonly currency?: string | undefined;
  /** The clock, in ms. */
  readonly now?: (() => number) | undefined;
  /** API requests per 30 seconds: 150 when absent, as on the Standard and Plus plans. */
  readonly requestQuota?: number | undefined;
  /** The waits between attempts to deliver a webhook; the vendor's eleven, over two days, when absent. */
  readonly webhookDelaysMs?: readonly number[] | undefined;
  /** How long a receiver may take to answer a webhook: 10 s when absent. The vendor does not publish its own. */
  readonly webhookTimeoutMs?: number | undefined;
  /** Waits for the retries; `setTimeout` when absent. */
  readonly timer?: Timer | undefined;
}

/**
 * A BigCommerce store on this machine. `url` takes the place of `https://api.bigcommerce.com`. What happens in the
 * store is done with the methods here, and its webhooks go to the hooks that were made through the API.
 */
export interface BigCommerceSandbox extends OrderActions, Shipping, Refunds {
  readonly url: string;
  readonly storeHash: string;
  readonly accessToken: string;
  readonly clientSecret: string;

  addProduct(product: NewProduct): Product;
  addCustomer(customer: NewCustomer): Customer;
  /** Sends any other webhook: `emit('store/cart/abandoned', { type: 'cart', id })`. */
  emit(scope: string, data: object): void;

  /** As they are now, oldest first. */
  readonly orders: readonly Order[];
  readonly hooks: readonly Hook[];
  /** The last 10,000 attempts to deliver a webhook, oldest first. */
  readonly deliveries: readonly Delivery[];
  /** All of them. */
  readonly deliveryCounts: DeliveryCounts;

  /** Sends the very same webhook again, to each hook that had it: same body, same `webhook-id`, signed anew. */
  redeliver(deliveryOrHash: Delivery | string): Promise<void>;
  /** From now on webhooks that become due are held back. */
  holdWebhooks(): void;
  /**
   * Delivers what was held one after the other, in the order that `order` returns them; resolves when each was
   * attempted once. What `order` leaves out is lost, what it returns twice is sent twice.
   */
  releaseWebhooks(order?: (pending: PendingWebhook[]) => readonly PendingWebhook[]): Promise<void>;
  /**
   * Resolves when no webhook is due or under way. A webhook that waits for its next attempt counts as under way
   * unless `ignoreRetries` is set; one that is held back does not.
   */
  settled(which?: { readonly ignoreRetries?: boolean }): Promise<void>;

  /** The last 1,000 requests to the API. */
  readonly requests: readonly RecordedRequest[];
  /** The next `times` matching API requests (once when absent) meet this fault. Webhooks are not affected. */
  fail(fault: Fault, times?: number): void;
  recover(): void;
  /** Cancels every retry, cuts every connection, and stops listening. */
  close(): Promise<void>;
}
