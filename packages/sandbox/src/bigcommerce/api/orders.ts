import type { Answer } from '../../http/index.ts';
import type { OrderDesk } from '../orders/order-desk.ts';
import { type OrderFilter, readOrderQuery } from '../orders/order-query.ts';
import type { OrderRecord } from '../orders/record.ts';
import { selectOrders } from '../orders/select-orders.ts';
import { type OrderStatus, orderStatuses } from '../orders/statuses.ts';
import type { StoreProfile } from '../store-profile.ts';
import { notFound, v2List, v2One } from './answers.ts';
import { consignments, withIncludes } from './order-includes.ts';
import { readPage, take } from './paging.ts';
import type { Call, Endpoint, Endpoints } from './router.ts';

/** Orders V2. What only V3 has of them is in `order-payments.ts`. */
export function orderEndpoints(desk: OrderDesk, store: StoreProfile): Endpoints {
  const of = (show: (record: OrderRecord, call: Call) => Answer): Endpoint => {
    return (call) => {
      const record = desk.lag.readable(desk.book.find(call.ids[0] ?? 0));
      return record ? show(record, call) : notFound('v2');
    };
  };
  const shippingAddresses = of((record) => v2List(record.shippingAddresses));
  return {
    'GET /v2/orders': ({ query }) => {
      const records = take(selectOrders(desk, readOrderQuery(query)), readPage(query));
      return v2List(records.map((record) => withIncludes(record, query, store)));
    },
    'GET /v2/orders/count': ({ query }) => v2One(counted(desk, readOrderQuery(query).filter)),
    'GET /v2/order_statuses': () => v2One(orderStatuses().map((status) => labels(status, 'order'))),
    'GET /v2/orders/{id}': of((record, { query }) => v2One(withIncludes(record, query, store))),
    'GET /v2/orders/{id}/products': of((record, { query }) =>
      v2List(take(record.products, readPage(query))),
    ),
    'GET /v2/orders/{id}/products/{id}': of(({ products }, { ids }) => {
      const product = products.find(({ id }) => id === ids[1]);
      return product ? v2One(product) : notFound('v2');
    }),
    'GET /v2/orders/{id}/coupons': of((record) => v2List(record.coupons)),
    'GET /v2/orders/{id}/shipments': of((record, { query }) =>
      v2List(take(record.shipments, readPage(query))),
    ),
    // The only V2 list that comes in an object, by its sample; by its schema it is one bare fee.
    'GET /v2/orders/{id}/fees': of(({ fees }) => (fees.length > 0 ? v2One({ fees }) : v2List([]))),
    'GET /v2/orders/{id}/consignments': of((record, { query }) =>
      v2One(consignments(record, query.get('include') === 'line_items', store)),
    ),
    'GET /v2/orders/{id}/shipping_addresses': shippingAddresses,
    // Where the stub in an order points.
    'GET /v2/orders/{id}/shippingaddresses': shippingAddresses,
  };
}

/** The two endpoints that list statuses name the position differently. */
function labels(status: OrderStatus, position: 'order' | 'sort_order') {
  const { id, name, description, order } = status;
  const labels = { system_label: name, custom_label: name, system_description: description };
  return { id, name, ...labels, [position]: order };
}

function counted(desk: OrderDesk, filter: OrderFilter) {
  const count = counts(desk, filter);
  const statuses = orderStatuses().map((status) =>
    Object.assign(labels(status, 'sort_order'), { count: count(status.id) }),
  );
  return { statuses, count: statuses.reduce((sum, status) => sum + status.count, 0) };
}

/** Without a filter the counts are known; with one, every order it may be about has to be looked at. */
function counts(desk: OrderDesk, filter: OrderFilter): (statusId: number) => number {
  if (Object.keys(filter).length === 0 && !desk.lag.listsAreLate) {
    return (statusId) => desk.book.countOf(statusId);
  }
  const found = new Map<number, number>();
  const sort = { field: 'id', direction: 'asc' } as const;
  for (const { order } of selectOrders(desk, { filter, sort })) {
    found.set(order.status_id, (found.get(order.status_id) ?? 0) + 1);
  }
  return (statusId) => found.get(statusId) ?? 0;
}
