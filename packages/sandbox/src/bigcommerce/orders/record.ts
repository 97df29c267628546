import type { Order } from './order.ts';
import type { OrderCoupon, Refund, Shipment, ShippingAddress } from './order-parts.ts';
import type { OrderProduct } from './order-product.ts';

/** An order and all that belongs to it. Never changed: a change makes a new one. */
export interface OrderRecord {
  readonly order: Order;
  readonly products: readonly OrderProduct[];
  readonly coupons: readonly OrderCoupon[];
  readonly shippingAddresses: readonly ShippingAddress[];
  readonly shipments: readonly Shipment[];
  readonly refunds: readonly Refund[];
  /** The two dates of the order in ms, whole seconds. */
  readonly createdAt: number;
  readonly modifiedAt: number;
}
