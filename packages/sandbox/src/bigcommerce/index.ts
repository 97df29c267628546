export { bigcommerceSandbox } from './sandbox.ts';
export type { BigCommerceSandbox, BigCommerceSandboxOptions } from './public.ts';
export type { NewProduct, Product, ProductImage, ProductVariant } from './catalog/product.ts';
export type { Customer, NewCustomer } from './customers.ts';
export type { OrderItem } from './orders/order-items.ts';
export type { NewRefund } from './orders/refunds.ts';
export type { NewShipment } from './orders/shipping.ts';
export type { Order } from './orders/order.ts';
export type { OrderChanges } from './orders/order-actions.ts';
export type {
  Address,
  OrderCoupon,
  Refund,
  Shipment,
  ShippingAddress,
  Stub,
} from './orders/order-parts.ts';
export type { AppliedDiscount, OrderProduct, ProductOption } from './orders/order-product.ts';
export type { OrderLine, OrderPlacement } from './orders/placement.ts';
export type { Delivery, DeliveryCounts } from './webhooks/delivery-log.ts';
export type { PendingWebhook } from './webhooks/dispatcher.ts';
export type { Webhook } from './webhooks/events.ts';
export type { Hook } from './webhooks/hook-registry.ts';
export type { Timer, TimerHandle } from './webhooks/timer.ts';
