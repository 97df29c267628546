import type { Answer } from '../../http/index.ts';
import type { OrderDesk } from '../orders/order-desk.ts';
import { InvalidParameter } from '../orders/order-query.ts';
import type { OrderRecord } from '../orders/record.ts';
import { notFound, v3One } from './answers.ts';
import { list } from './fields.ts';
import { readPage, take, v3Page } from './paging.ts';
import type { Call, Endpoint, Endpoints } from './router.ts';

/**
 * Transactions and refunds of orders, which only V3 has. Lists of refunds have an empty `meta`, also the one that has
 * pages: it ends with a page that is not full. An order without transactions is a 204, which V3 has nowhere else.
 *
 * Source: BigCommerce, REST Management, Orders V3, "Transactions" and "Payment Actions".
 */
export function orderPaymentEndpoints(desk: OrderDesk): Endpoints {
  const of = (show: (record: OrderRecord, call: Call) => Answer): Endpoint => {
    return (call) => {
      const record = desk.lag.readable(desk.book.find(call.ids[0] ?? 0));
      return record ? show(record, call) : notFound('v3');
    };
  };
  return {
    'GET /v3/orders/{id}/transactions': of(({ transactions }, call) =>
      transactions.length === 0 ? { status: 204 } : v3Page(call, transactions, (each) => each),
    ),
    'GET /v3/orders/{id}/payment_actions/refunds': of(({ refunds }) => v3One(refunds)),
    'GET /v3/orders/payment_actions/refunds': ({ query }) => {
      const [ids, orderIds] = [idsIn(query, 'id:in'), idsIn(query, 'order_id:in')];
      const [min, max] = [dateIn(query, 'created:min'), dateIn(query, 'created:max')];
      const refunds = desk.refunds.where(
        (id, { orderId, created }) =>
          (ids?.has(id) ?? true) &&
          (orderIds?.has(orderId) ?? true) &&
          (min === undefined || created >= min) &&
          (max === undefined || created <= max),
      );
      return v3One(take(refunds, readPage(query)));
    },
    'GET /v3/orders/payment_actions/refunds/{id}': ({ ids }) => {
      const refund = desk.refunds.find(ids[0] ?? 0);
      return refund ? v3One(refund) : notFound('v3');
    },
  };
}

function idsIn(query: URLSearchParams, name: string): ReadonlySet<number> | undefined {
  if (!query.has(name)) return undefined;
  const ids = list(query, name).map(Number);
  if (ids.length === 0 || !ids.every(Number.isSafeInteger)) throw new InvalidParameter(name);
  return new Set(ids);
}

/**
 * RFC 3339 with its offset, both bounds inclusive. A `+` that was not percent-encoded has become a space, and is no date.
 */
function dateIn(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const isDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text);
  if (!isDate || Number.isNaN(Date.parse(text))) throw new InvalidParameter(name);
  return Date.parse(text);
}
