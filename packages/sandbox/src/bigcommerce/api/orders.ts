import type { Answer } from '../../http/index.ts';
import type { OrderBook } from '../orders/order-book.ts';
import { type OrderFilter, readOrderQuery } from '../orders/order-query.ts';
import type { OrderRecord } from '../orders/record.ts';
import { selectOrders } from '../orders/select-orders.ts';
import { type OrderStatus, orderStatuses } from '../orders/statuses.ts';
import type { StoreProfile } from '../store-profile.ts';
import { notFound, v2List, v2One, v3One } from './answers.ts';
import { consignments, withIncludes } from './order-includes.ts';
import { readPage, take } from './paging.ts';
import type { Call, Endpoint, Endpoints } from './router.ts';

/** Orders V2, and the refunds that only V3 has. */
export function orderEndpoints(book: OrderBook, store: StoreProfile): Endpoints {
  const of = (show: (record: OrderRecord, call: Call) => Answer): Endpoint => {
    return (call) => {
      const record = book.find(call.ids[0] ?? 0);
      return record ? show(record, call) : notFound('v2');
    };
  };
  const shippingAddresses = of((record) => v2List(record.shippingAddresses));
  return {
    'GET /v2/orders': ({ query }) => {
      const records = take(selectOrders(book, readOrderQuery(query)), readPage(query));
      return v2List(records.map((record) => withIncludes(record, query, store)));
    },
    'GET /v2/orders/count': ({ query }) => v2One(count(book, readOrderQuery(query).filter)),
    'GET /v2/order_statuses': () => v2One(orderStatuses().map((status) => labels(status, 'order'))),
    'GET /v2/orders/{id}': of((record, { query }) => v2One(withIncludes(record, query, store))),
    'GET /v2/orders/{id}/products': of((record, { query }) =>
      v2List(take(record.products, readPage(query))),
    ),
    'GET /v2/orders/{id}/coupons': of((record) => v2List(record.coupons)),
    'GET /v2/orders/{id}/shipments': of((record) => v2List(record.shipments)),
    'GET /v2/orders/{id}/fees': of(() => v2List([])),
    'GET /v2/orders/{id}/consignments': of((record, { query }) =>
      v2One(consignments(record, query.get('include') === 'line_items', store)),
    ),
    'GET /v2/orders/{id}/shipping_addresses': shippingAddresses,
    // Where the stub in an order points.
    'GET /v2/orders/{id}/shippingaddresses': shippingAddresses,
    'GET /v3/orders/{id}/payment_actions/refunds': ({ ids }) => {
      const record = book.find(ids[0] ?? 0);
      return record ? v3One(record.refunds) : notFound('v3');
    },
  };
}

/** The two endpoints that list statuses name the position differently. */
function labels(status: OrderStatus, position: 'order' | 'sort_order') {
  const { id, name, description, order } = status;
  const labels = { system_label: name, custom_label: name, system_description: description };
  return { id, name, ...labels, [position]: order };
}

/** Counting has to look at every order it counts, which is why its endpoint is not for polling. */
function count(book: OrderBook, filter: OrderFilter) {
  const counts = new Map<number, number>();
  let total = 0;
  for (const { order } of selectOrders(book, { filter, sort: { field: 'id', direction: 'asc' } })) {
    counts.set(order.status_id, (counts.get(order.status_id) ?? 0) + 1);
    total += 1;
  }
  const counted = (status: OrderStatus) => ({
    ...labels(status, 'sort_order'),
    count: counts.get(status.id) ?? 0,
  });
  const statuses = orderStatuses().map(counted);
  return { statuses, count: total };
}
