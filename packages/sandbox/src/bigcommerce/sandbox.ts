import { randomUUID } from 'node:crypto';
import { startServer } from '../http/index.ts';
import { catalogEndpoints } from './api/catalog.ts';
import { apiHandler } from './api/handler.ts';
import { hookEndpoints } from './api/hooks.ts';
import { orderEndpoints } from './api/orders.ts';
import { DEFAULT_QUOTA, rateLimit } from './api/rate-limit.ts';
import { refusal } from './api/refusal.ts';
import { router } from './api/router.ts';
import { storeEndpoints } from './api/store.ts';
import { Catalog } from './catalog/catalog.ts';
import { Customers } from './customers.ts';
import { orderActions } from './orders/order-actions.ts';
import { OrderBook } from './orders/order-book.ts';
import { orderPlacer } from './orders/place.ts';
import { refunds } from './orders/refunds.ts';
import { shipping } from './orders/shipping.ts';
import type { BigCommerceSandbox, BigCommerceSandboxOptions } from './public.ts';
import { storeProfile } from './store-profile.ts';
import { DeliveryLog } from './webhooks/delivery-log.ts';
import { Dispatcher } from './webhooks/dispatcher.ts';
import { events } from './webhooks/events.ts';
import { HookRegistry } from './webhooks/hook-registry.ts';
import { RETRY_DELAYS_MS } from './webhooks/schedule.ts';
import { signer } from './webhooks/sign.ts';
import { realTimer } from './webhooks/timer.ts';

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
  const catalog = new Catalog(now);
  const customers = new Customers(now);
  const book = new OrderBook();

  const hooks = new HookRegistry(storeHash, now);
  const log = new DeliveryLog();
  const dispatcher = new Dispatcher({
    hooks,
    log,
    sign: signer(clientSecret),
    timer: options.timer ?? realTimer,
    now,
    delaysMs: options.webhookDelaysMs ?? RETRY_DELAYS_MS,
    timeoutMs: options.webhookTimeoutMs ?? 10_000,
  });
  const send = dispatcher.send.bind(dispatcher);
  const emit = events({ store, hooks, now, newId: randomUUID, send });
  const place = orderPlacer({ store, catalog, customers, now });
  const orders = orderActions(book, place, emit, now);

  const endpoints = {
    ...orderEndpoints(book, store),
    ...catalogEndpoints(catalog),
    ...storeEndpoints(store, customers, now),
    ...hookEndpoints(hooks),
  };
  const server = await startServer({
    port: options.port,
    now,
    maxBodyBytes: 1024 * 1024,
    handle: apiHandler({
      accessToken,
      route: router(storeHash, endpoints),
      allow: rateLimit(requestQuota, now),
    }),
    refuse: refusal(requestQuota, now),
  });
  url = server.url;

  return {
    url,
    storeHash,
    accessToken,
    clientSecret,
    ...orders,
    ...shipping(book, orders, emit, now),
    ...refunds(book, orders, emit, now),
    addProduct(input) {
      const { product } = catalog.add(input);
      emit('store/product/created', { type: 'product', id: product.id });
      return product;
    },
    addCustomer(input) {
      const customer = customers.add(input);
      emit('store/customer/created', { type: 'customer', id: customer.id });
      return customer;
    },
    emit: (scope, data) => emit(scope, data),
    orders: book.orders,
    get hooks() {
      return hooks.all;
    },
    get deliveries() {
      return log.deliveries;
    },
    get deliveryCounts() {
      return log.counts;
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
    fail: (fault, times) => server.fail(fault, times),
    recover: () => server.recover(),
    async close() {
      await Promise.all([dispatcher.close(), server.close()]);
    },
  };
}
