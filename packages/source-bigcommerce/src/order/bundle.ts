import type { OrderProduct } from './line-schema.ts';
import type { Order, OrderCoupon, Refund } from './schema.ts';

/** An order with what belongs to it and is no part of it in the API. */
export interface OrderBundle {
  readonly order: Order;
  /** All of them, the members of bundles too. */
  readonly lines: readonly OrderProduct[];
  /** Empty too where the lines name every coupon. */
  readonly coupons: readonly OrderCoupon[];
  /** All of them, the declined ones too. */
  readonly refunds: readonly Refund[];
}
