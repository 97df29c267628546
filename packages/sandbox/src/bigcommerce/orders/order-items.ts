import type { OrderActions } from './order-actions.ts';
import type { OrderBook } from './order-book.ts';
import type { OrderProduct } from './order-product.ts';

/** Some of an order product; `orderProductId` is the id of the order product, not of the product. */
export interface OrderItem {
  readonly orderProductId: number;
  readonly quantity: number;
}

/** The order products after some of them were shipped or refunded. */
export function count(
  products: readonly OrderProduct[],
  items: readonly OrderItem[],
  field: 'quantity_shipped' | 'quantity_refunded',
): OrderProduct[] {
  const byId = new Map(items.map((item) => [item.orderProductId, item.quantity]));
  for (const id of byId.keys()) {
    if (products.some((product) => product.id === id)) continue;
    throw new RangeError(`The order has no order product ${id}`);
  }
  return products.map((product) => {
    const reached = product[field] + (byId.get(product.id) ?? 0);
    if (reached < 0)
      throw new RangeError(`Of order product ${product.id} there is no more to take back`);
    if (reached > product.quantity) {
      throw new RangeError(`Order product ${product.id} has only ${product.quantity} units`);
    }
    const changed = { ...product, [field]: reached };
    return { ...changed, is_refunded: changed.quantity_refunded === product.quantity };
  });
}

/** Members of a bundle follow their parent: only lines of their own say how far an order is. */
export function everyLine(
  products: readonly OrderProduct[],
  is: (product: OrderProduct) => boolean,
): boolean {
  return products.filter((product) => !product.is_bundled_product).every(is);
}

/** The status an order has come to; an order that stays in its own was still updated. */
export function advance(
  book: OrderBook,
  orders: OrderActions,
  orderId: number,
  statusId: number,
): void {
  if (book.get(orderId).order.status_id === statusId) orders.updateOrder(orderId, {});
  else orders.setStatus(orderId, statusId);
}
