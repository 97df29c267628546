import { rfc3339 } from '../dates.ts';
import { counter } from '../ids.ts';
import { decimal, jsonNumber, sum } from '../money.ts';
import type { Emit } from '../webhooks/events.ts';
import type { OrderActions } from './order-actions.ts';
import type { OrderBook } from './order-book.ts';
import { advance, count, everyLine, type OrderItem } from './order-items.ts';
import type { Refund } from './order-parts.ts';
import type { OrderProduct } from './order-product.ts';
import type { OrderRecord } from './record.ts';

/** What `refundOrder` takes. */
export interface NewRefund {
  /** The order as a whole when absent. */
  readonly items?: readonly OrderItem[] | undefined;
  readonly reason?: string | undefined;
}

export interface Refunds {
  /** Pays back some or all of an order, which becomes Partially Refunded or Refunded. */
  refundOrder(orderId: number, refund?: NewRefund): Refund;
}

const REFUNDED = 4;
const PARTIALLY_REFUNDED = 14;

export function refunds(
  book: OrderBook,
  orders: OrderActions,
  emit: Emit,
  now: () => number,
): Refunds {
  const nextRefundId = counter(1);
  return {
    refundOrder(orderId, input = {}) {
      const before = book.get(orderId);
      const products = count(
        before.products,
        input.items ?? rest(before.products),
        'quantity_refunded',
      );
      const refund = toRefund(nextRefundId(), before, input, rfc3339(now()));
      book.change(orderId, now(), (record) => ({ products, refunds: [...record.refunds, refund] }));
      const data = { type: 'order', id: orderId, refund: { refund_id: refund.id } };
      emit('store/order/refund/created', data, orderId);
      const inFull = everyLine(products, (product) => product.is_refunded);
      advance(book, orders, orderId, inFull ? REFUNDED : PARTIALLY_REFUNDED);
      return refund;
    },
  };
}

function rest(products: readonly OrderProduct[]): OrderItem[] {
  return products.map(({ id, quantity, quantity_refunded }) => ({
    orderProductId: id,
    quantity: quantity - quantity_refunded,
  }));
}

function toRefund(
  id: number,
  record: OrderRecord,
  { items, reason }: NewRefund,
  created: string,
): Refund {
  const { order } = record;
  const total_amount = jsonNumber(
    items ? worth(record, items, 'discounted_total_inc_tax') : open(record),
  );
  return {
    id,
    order_id: order.id,
    user_id: 0,
    created,
    reason: reason ?? '',
    total_amount,
    total_tax: jsonNumber(items ? worth(record, items, 'total_tax') : order.total_tax),
    uses_merchant_override_values: false,
    items: items
      ? items.map(({ orderProductId, quantity }) => ({
          item_type: 'PRODUCT',
          item_id: orderProductId,
          quantity,
          requested_amount: null,
        }))
      : [{ item_type: 'ORDER', item_id: order.id, quantity: 1, requested_amount: total_amount }],
    payments: [
      {
        id,
        provider_id: 'storecredit',
        amount: total_amount,
        offline: true,
        is_declined: false,
        declined_message: '',
      },
    ],
  };
}

/** What of an order was not paid back yet. */
function open({ order, refunds }: OrderRecord) {
  return decimal(order.total_inc_tax).minus(sum(refunds.map((each) => String(each.total_amount))));
}

/** The share of some units in an amount of their order products. */
function worth(
  { products }: OrderRecord,
  items: readonly OrderItem[],
  field: 'discounted_total_inc_tax' | 'total_tax',
) {
  return sum(
    items.map(({ orderProductId, quantity }) => {
      const product = products.find(({ id }) => id === orderProductId);
      return product
        ? decimal(product[field]).times(quantity).div(product.quantity).round(2)
        : decimal(0);
    }),
  );
}
