import type { Fault, RecordedRequest } from '../http/index.ts';
import type { AccessToken } from './api/accounts.ts';
import type { Carts } from './carts/index.ts';
import type { CatalogActions } from './catalog/catalog-actions.ts';
import type { Customer } from './customers/customer.ts';
import type { CustomerActions } from './customers/customer-actions.ts';
import type { Order } from './orders/order.ts';
import type { OrderVerbs } from './orders/order-desk.ts';
import type { StoreActions } from './store-actions.ts';
import type { SubscriberActions } from './subscribers/subscriber-actions.ts';
import type { Subscriber } from './subscribers/subscribers.ts';
import type { Delivery, DeliveryCounts } from './webhooks/delivery-log.ts';
import type { PendingWebhook } from './webhooks/dispatcher.ts';
import type { Hook } from './webhooks/hook-registry.ts';
import type { Timer } from './webhooks/timer.ts';
import type { WebhookMail } from './webhooks/trouble.ts';
import type { WeatherCounts, WebhookWeather } from './webhooks/weather.ts';

export interface BigCommerceSandboxOptions {
  /** A free one when absent. */
  readonly port?: number | undefined;
  /** `sandbox1` when absent. */
  readonly storeHash?: string | undefined;
  /** Has every scope. */
  readonly accessToken?: string | undefined;
  /** More tokens: with few scopes, or of other apps. */
  readonly accessTokens?: readonly AccessToken[] | undefined;
  /** Signs the webhooks. */
  readonly clientSecret?: string | undefined;
  /** The store's own currency: `USD` when absent. */
  readonly currency?: string | undefined;
  /**
   * The clock, in ms: `Date.now` when absent. With `timer` it makes all of the sandbox's time, so that a clock that is
   * driven lets a month pass in minutes: the dates of all that is made, the windows of the API's quota, the retries of
   * webhooks and their weather, the blocklist, the 90 days of an idle hook, and what lags. To drive it, move `now` on
   * from timer to timer, calling each, and await `settled({ ignoreRetries: true })` in between: then every webhook that
   * was due has been answered. Only the limits of one HTTP request go by real time: `webhookTimeoutMs`, and the fault
   * `slow`.
   */
  readonly now?: (() => number) | undefined;
  /** API requests per 30 seconds: 150 when absent, as on the Standard and Plus plans. */
  readonly requestQuota?: number | undefined;
  /** The waits between attempts to deliver a webhook; the vendor's eleven, over two days, when absent. */
  readonly webhookDelaysMs?: readonly number[] | undefined;
  /** How long a receiver may take to answer a webhook: 10 s when absent. The vendor does not publish its own. */
  readonly webhookTimeoutMs?: number | undefined;
  /**
   * Whether a domain that fails too often is blocked for three minutes, as the vendor does. When absent, it is unless
   * `webhookDelaysMs` is given: short waits would all pass within one block.
   */
  readonly webhookBlocklist?: boolean | undefined;
  /** Whether a hook may be of this machine, http and any port included, against the vendor's rule: true when absent. */
  readonly loopbackHooks?: boolean | undefined;
  /** Waits for the retries of webhooks and for their weather, by the clock of `now`; `setTimeout` when absent. */
  readonly timer?: Timer | undefined;
}

/**
 * A BigCommerce store on this machine. `url` takes the place of `https://api.bigcommerce.com`. What happens in the
 * store is done with the methods here, and its webhooks go to the hooks that were made through the API.
 */
export interface BigCommerceSandbox
  extends OrderVerbs, CustomerActions, SubscriberActions, CatalogActions, Carts, StoreActions {
  readonly url: string;
  readonly storeHash: string;
  readonly accessToken: string;
  readonly clientSecret: string;

  /** Sends any other webhook: `emit('store/cart/abandoned', { type: 'cart', id })`. */
  emit(scope: string, data: object): void;

  /** As they are now, oldest first. With seeded orders all of them are made for each look: then use `order(id)`. */
  readonly orders: readonly Order[];
  readonly customers: readonly Customer[];
  readonly subscribers: readonly Subscriber[];
  readonly hooks: readonly Hook[];
  /** The last 10,000 attempts to deliver a webhook, oldest first. */
  readonly deliveries: readonly Delivery[];
  /** All of them. */
  readonly deliveryCounts: DeliveryCounts;
  /** The last 1,000 e-mails to the app's developer: a domain is blocked, a hook deactivated. */
  readonly webhookMails: readonly WebhookMail[];

  /** Sends the very same webhook again, to each hook that had it: same body, same `webhook-id`, signed anew. */
  redeliver(deliveryOrHash: Delivery | string): Promise<void>;
  /** From now on webhooks that become due are held back. */
  holdWebhooks(): void;
  /**
   * Delivers what was held one after the other, in the order that `order` returns them; resolves when each was
   * attempted once. What `order` leaves out is lost, what it returns twice is sent twice.
   */
  releaseWebhooks(order?: (pending: PendingWebhook[]) => readonly PendingWebhook[]): Promise<void>;
  /** From now on webhooks meet this weather; `undefined` ends it. What is under way arrives as was decided. */
  webhookWeather(weather: WebhookWeather | undefined): void;
  readonly weatherCounts: WeatherCounts;
  /**
   * Resolves when no webhook is due or under way. A webhook that waits for its next attempt, or for the
   * weather, counts as under way unless `ignoreRetries` is set; one that is held back does not.
   */
  settled(which?: { readonly ignoreRetries?: boolean }): Promise<void>;

  /** The last 1,000 requests to the API. */
  readonly requests: readonly RecordedRequest[];
  /** The next `times` matching API requests (once when absent) meet this fault. Webhooks are not affected. */
  fail(fault: Fault, times?: number): void;
  /** Uses up so much of the present window's quota, as other apps of the store do. */
  spendQuota(requests: number): void;
  recover(): void;
  /** Cancels every retry, cuts every connection, and stops listening. */
  close(): Promise<void>;
}
