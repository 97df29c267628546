import type { OrderFee } from './fees.ts';
import type { Order } from './order.ts';
import type { OrderCoupon, Shipment, ShippingAddress } from './order-parts.ts';
import type { OrderProduct } from './order-product.ts';
import type { Recipe } from './recipe.ts';
import type { Refund } from './refund-parts.ts';
import type { Transaction } from './transaction.ts';

/** An order and all that belongs to it. Never changed: a change makes a new one. */
export interface OrderRecord {
  readonly order: Order;
  readonly products: readonly OrderProduct[];
  readonly coupons: readonly OrderCoupon[];
  readonly fees: readonly OrderFee[];
  readonly shippingAddresses: readonly ShippingAddress[];
  readonly shipments: readonly Shipment[];
  readonly refunds: readonly Refund[];
  readonly transactions: readonly Transaction[];
  readonly recipe: Recipe;
  /** The two dates of the order in ms, whole seconds. */
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** When the sandbox was told of it, whatever its dates say, and when it became this version, in ms. */
  readonly bornAt: number;
  readonly madeAt: number;
  /** The version before: only while lists are late. */
  readonly before?: OrderRecord | undefined;
}
