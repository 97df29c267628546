import { randomUUID } from 'node:crypto';
import { startServer } from '../http/index.ts';
import { Accounts } from './api/accounts.ts';
import { cartEndpoints } from './api/carts.ts';
import { catalogEndpoints } from './api/catalog.ts';
import { customerEndpoints } from './api/customers.ts';
import { apiHandler } from './api/handler.ts';
import { hookEndpoints } from './api/hooks.ts';
import { orderPaymentEndpoints } from './api/order-payments.ts';
import { orderEndpoints } from './api/orders.ts';
import { DEFAULT_QUOTA, RateLimit } from './api/rate-limit.ts';
import { refusal } from './api/refusal.ts';
import { router } from './api/router.ts';
import { storeEndpoints } from './api/store.ts';
import { subscriberEndpoints } from './api/subscribers.ts';
import { CartBook } from './carts/cart-book.ts';
import { cartConversion, cartEvents } from './carts/cart-events.ts';
import { allCarts, carts } from './carts/index.ts';
import { Redirects } from './carts/redirects.ts';
import { Catalog } from './catalog/catalog.ts';
import { catalogActions } from './catalog/catalog-actions.ts';
import { Channels } from './catalog/channels.ts';
import { Attributes } from './customers/attributes.ts';
import { customerActions } from './customers/customer-actions.ts';
import { CustomerGroups } from './customers/customer-groups.ts';
import { Customers } from './customers/customers.ts';
import { orderDesk } from './orders/order-desk.ts';
import type { BigCommerceSandbox, BigCommerceSandboxOptions } from './public.ts';
import { storeActions } from './store-actions.ts';
import { storeProfile } from './store-profile.ts';
import { subscriberActions } from './subscribers/subscriber-actions.ts';
import { Subscribers } from './subscribers/subscribers.ts';
import { webhookService } from './webhooks/service.ts';

/** Starts a store of its own: empty, on a free port, with made-up credentials unless given others. */
export async function bigcommerceSandbox(
  options: BigCommerceSandboxOptions = {},
): Promise<BigCommerceSandbox> {
  const {
    storeHash = 'sandbox1',
    accessToken = 'sandbox-access-token',
    clientSecret = 'sandbox-client-secret',
    now = Date.now,
    requestQuota = DEFAULT_QUOTA,
  } = options;

  let url = '';
  const store = storeProfile(storeHash, () => url, options.currency);
  const channels = new Channels(store.secureUrl, now);
  const catalog = new Catalog(channels, now);
  const customers = new Customers(now);
  const customerBooks = {
    customers,
    groups: new CustomerGroups(),
    attributes: new Attributes(now),
  };
  const subscribers = new Subscribers(now);

  const own = { token: accessToken, clientSecret };
  const accounts = new Accounts(own, options.accessTokens ?? []);
  const webhooks = webhookService(options, store, accounts, now);
  const { hooks, log, dispatcher, emit } = webhooks;
  const cartBook = new CartBook(now);
  const redirects = new Redirects(store, cartBook, now);
  const converted = cartConversion(emit, (cartId) => cartBook.remove(cartId));
  const desk = orderDesk({ store, catalog, customers, emit, now, converted });
  const cartContext = {
    book: cartBook,
    say: cartEvents(emit),
    store,
    catalog,
    now,
    newId: randomUUID,
  };

  const endpoints = {
    ...orderEndpoints(desk, store),
    ...orderPaymentEndpoints(desk),
    ...catalogEndpoints(catalog),
    ...cartEndpoints(cartBook, redirects),
    ...storeEndpoints(store, channels, now),
    ...customerEndpoints(customerBooks),
    ...subscriberEndpoints(subscribers),
    ...hookEndpoints(webhooks, accounts, { loopback: options.loopbackHooks ?? true }),
  };
  const rate = new RateLimit(requestQuota, now);
  const server = await startServer({
    port: options.port,
    now,
    maxBodyBytes: 1024 * 1024,
    handle: apiHandler({ accounts, route: router(storeHash, endpoints), rate }),
    refuse: refusal(requestQuota, now),
  });
  url = server.url;

  return {
    url,
    storeHash,
    accessToken,
    clientSecret,
    ...desk.verbs,
    ...carts(cartContext, customers, desk.verbs, redirects),
    ...customerActions(customerBooks, emit),
    ...subscriberActions(subscribers, emit),
    ...catalogActions(catalog, emit),
    ...storeActions(store, emit),
    emit: (scope, data) => emit(scope, data),
    get orders() {
      return desk.book.orders;
    },
    get carts() {
      return allCarts(cartContext);
    },
    get customers() {
      return [...customers.byId.values()].map(({ customer }) => customer);
    },
    get subscribers() {
      return [...subscribers.byId.values()].map(({ subscriber }) => subscriber);
    },
    get hooks() {
      return hooks.all;
    },
    get deliveries() {
      return log.deliveries;
    },
    get deliveryCounts() {
      return log.counts;
    },
    get webhookMails() {
      return webhooks.trouble.mails;
    },
    webhookWeather: (weather) => webhooks.weather.change(weather),
    get weatherCounts() {
      return webhooks.weather.counts;
    },
    async redeliver(wanted) {
      const webhooks = log.webhooks(wanted);
      if (webhooks.length === 0) throw new RangeError('The sandbox never sent this webhook');
      await Promise.all(webhooks.map((webhook) => dispatcher.redeliver(webhook)));
    },
    holdWebhooks: () => dispatcher.hold(),
    releaseWebhooks: (order = (pending) => pending) => dispatcher.release(order),
    settled: (which) => dispatcher.settled(which),
    get requests() {
      return server.requests;
    },
    spendQuota: (requests) => rate.spend(requests),
    fail: (fault, times) => server.fail(fault, times),
    recover: () => server.recover(),
    async close() {
      await Promise.all([dispatcher.close(), server.close()]);
    },
  };
}
