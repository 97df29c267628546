import { rfc2822, wholeSecond } from '../dates.ts';
import type { Emit } from '../webhooks/events.ts';
import { idsOf } from './ids-of-parts.ts';
import type { Order } from './order.ts';
import type { OrderBook } from './order-book.ts';
import { type OrderPlacer, placedDates } from './place.ts';
import type { OrderPlacement } from './placement.ts';
import { type NextId, recipeOf } from './recipe.ts';
import type { OrderRecord } from './record.ts';
import type { RefundIndex } from './refund-index.ts';
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
  /**
   * So many orders that were there before, without webhooks: `make(0)` is the first. They take little memory, a hundred
   * thousand of them some 20 MB, because their bodies are made when they are looked at: so `make` must answer the same
   * each time, with prices of its own, for products change. Returns the first id and the last.
   */
  seedOrders(
    count: number,
    make: (n: number) => OrderPlacement,
  ): { readonly firstId: number; readonly lastId: number };
  setStatus(orderId: number, statusId: number): void;
  updateOrder(orderId: number, changes: OrderChanges): Order;
  archiveOrder(orderId: number): void;
  /** Brings an archived order back. */
  restoreOrder(orderId: number): void;
  /** An order as it is now, with all its parts. */
  order(orderId: number): OrderRecord;
}

const SHIPPED = new Set([2, 10]);

export interface OrderContext {
  readonly book: OrderBook;
  readonly placer: OrderPlacer;
  readonly refunds: RefundIndex;
  readonly nextId: NextId;
  readonly emit: Emit;
  readonly now: () => number;
  /** What becomes of the cart of an order that is paid. */
  readonly converted: (cartId: string, orderId: number, channelId: number) => void;
}

/** What happens to an order between the cart and the archive, with the webhooks the store sends for it. */
export function orderActions(context: OrderContext): OrderActions {
  const { book, placer, refunds, nextId, emit, now, converted } = context;
  const emitOrder = orderEvents(book, emit);

  function changed(id: number, change: (record: OrderRecord) => Partial<Order>): Order {
    const { order } = book.change(id, now(), (record) => ({
      order: { ...record.order, ...change(record) },
    }));
    return order;
  }

  return {
    placeOrder(placement) {
      const record = placer.place(book.nextId, recipeOf(placement, nextId), now());
      book.add(record);
      for (const { id, order_id, created } of record.refunds) {
        refunds.add(id, { orderId: order_id, created: Date.parse(created) });
      }
      emitOrder('created', record.order.id);
      return record.order;
    },

    seedOrders(count, make) {
      const firstId = book.nextId;
      const placedAt = now();
      const refundIds = new Map<number, readonly number[]>();
      const grow = (id: number): OrderRecord => {
        const recipe = recipeOf(make(id - firstId), idsOf(id, refundIds.get(id) ?? []));
        // They were there before: nothing is late with them.
        return { ...placer.place(id, recipe, placedAt), bornAt: 0, madeAt: 0 };
      };
      for (let n = 0; n < count; n += 1) {
        const [orderId, placement] = [firstId + n, make(n)];
        for (const { created } of placement.refunds ?? []) {
          const id = nextId('refund');
          refundIds.set(orderId, [...(refundIds.get(orderId) ?? []), id]);
          refunds.add(id, { orderId, created: wholeSecond(created) });
        }
        const { customerId = 0, cartId = null, statusId = 0 } = placement;
        book.addSeed(
          { orderId, grow },
          {
            id: orderId,
            customer_id: customerId,
            cart_id: cartId,
            status_id: statusId,
            is_deleted: false,
          },
          placedDates(placement, placedAt).modifiedAt,
        );
      }
      // Nobody may look for long: what is wrong with the orders shows here.
      if (count > 0) book.get(firstId);
      return { firstId, lastId: book.nextId - 1 };
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
        converted(before.cart_id, orderId, before.channel_id);
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

    restoreOrder(orderId) {
      changed(orderId, () => ({ is_deleted: false }));
      emitOrder('updated', orderId);
    },

    order: (orderId) => book.get(orderId),
  };
}

/** Says that something happened to an order: to the store's hooks, and to those of its channel, in their shapes. */
export function orderEvents(book: OrderBook, emit: Emit) {
  return (event: string, id: number, more: object = {}): void => {
    const { channel_id } = book.get(id).order;
    emit(`store/order/${event}`, { type: 'order', id, ...more }, id);
    emit(`store/channel/${channel_id}/order/${event}`, { order_id: id }, id);
  };
}
