import { rfc2822, wholeSecond } from '../dates.ts';
import type { Emit } from '../webhooks/events.ts';
import type { Order } from './order.ts';
import type { OrderBook } from './order-book.ts';
import type { OrderPlacement } from './placement.ts';
import type { OrderRecord } from './record.ts';
import { orderStatus } from './statuses.ts';

/** What `updateOrder` can change. */
export type OrderChanges = Partial<
  Pick<
    Order,
    | 'billing_address'
    | 'customer_message'
    | 'custom_status'
    | 'external_order_id'
    | 'payment_status'
    | 'staff_notes'
  >
>;

export interface OrderActions {
  placeOrder(placement: OrderPlacement): Order;
  setStatus(orderId: number, statusId: number): void;
  updateOrder(orderId: number, changes: OrderChanges): Order;
  archiveOrder(orderId: number): void;
}

const SHIPPED = new Set([2, 10]);

/** What happens to an order between the cart and the archive, with the webhooks the store sends for it. */
export function orderActions(
  book: OrderBook,
  place: (orderId: number, placement: OrderPlacement) => OrderRecord,
  emit: Emit,
  now: () => number,
): OrderActions {
  const emitOrder = (event: string, id: number, more: object = {}) => {
    const { channel_id } = book.get(id).order;
    emit(`store/order/${event}`, { type: 'order', id, ...more }, id);
    emit(`store/channel/${channel_id}/order/${event}`, { order_id: id }, id);
  };

  function changed(id: number, change: (record: OrderRecord) => Partial<Order>): Order {
    const { order } = book.change(id, now(), (record) => ({
      order: { ...record.order, ...change(record) },
    }));
    return order;
  }

  return {
    placeOrder(placement) {
      const record = place(book.nextId, placement);
      book.add(record);
      emitOrder('created', record.order.id);
      return record.order;
    },

    setStatus(orderId, statusId) {
      const status = orderStatus(statusId);
      const before = book.get(orderId).order;
      if (before.status_id === statusId) return;
      const shipped = SHIPPED.has(statusId) && before.date_shipped === '';
      changed(orderId, () => ({
        status_id: status.id,
        status: status.name,
        custom_status: status.name,
        payment_status: status.payment,
        ...(shipped && { date_shipped: rfc2822(wholeSecond(now())) }),
      }));
      const change = { previous_status_id: before.status_id, new_status_id: statusId };
      emitOrder('statusUpdated', orderId, { status: change });
      emitOrder('updated', orderId);
      if (before.status_id === 0 && before.cart_id !== null) {
        emit('store/cart/converted', { type: 'cart', id: before.cart_id, orderId }, orderId);
      }
    },

    updateOrder(orderId, changes) {
      const order = changed(orderId, () => changes);
      emitOrder('updated', orderId);
      return order;
    },

    archiveOrder(orderId) {
      changed(orderId, () => ({ is_deleted: true }));
      emitOrder('archived', orderId);
    },
  };
}
