export { bigcommerceSandbox } from './sandbox.ts';
export type { BigCommerceSandbox, BigCommerceSandboxOptions } from './public.ts';
export type { AccessToken } from './api/accounts.ts';
export type { ConvertedOrder } from './carts/convert.ts';
export type {
  CartContents,
  CartLine,
  CheckoutAddress,
  CustomCartLine,
  GiftCertificateLine,
  NewCart,
} from './carts/new-cart.ts';
export type { Arrival } from './carts/redirects.ts';
export type { Cart } from './carts/show-cart.ts';
export type { Category, CategoryChanges, NewCategory } from './catalog/categories.ts';
export type { Channel, NewChannel } from './catalog/channels.ts';
export type { NewProduct, NewVariant, ProductChanges } from './catalog/new-product.ts';
export type { NewPriceList, PriceList } from './catalog/price-lists.ts';
export type { Product, ProductImage, ProductVariant } from './catalog/product.ts';
export type { NewCurrency } from './currencies.ts';
export type { StoreChanges } from './store-profile.ts';
export type { CustomerAttribute, CustomerAttributeValue } from './customers/attributes.ts';
export type {
  Customer,
  CustomerAddress,
  CustomerChanges,
  FormField,
  NewAddress,
  NewCustomer,
} from './customers/customer.ts';
export type { CustomerGroup } from './customers/customer-groups.ts';
export type {
  NewSubscriber,
  Subscriber,
  SubscriberChanges,
  SubscriberConsent,
} from './subscribers/subscribers.ts';
export type { OrderItem } from './orders/order-items.ts';
export type { OrderEdit } from './orders/edits.ts';
export type { OrderFee } from './orders/fees.ts';
export type { OrderLag } from './orders/lag.ts';
export type { Payment } from './orders/payments.ts';
export type { OrderRecord } from './orders/record.ts';
export type { NewRefund } from './orders/new-refund.ts';
export type { PastRefund } from './orders/refund-parts.ts';
export type { Transaction } from './orders/transaction.ts';
export type { NewShipment, ParcelChanges } from './orders/shipping.ts';
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
export type { OrderLine, OrderPlacement, PlacedCoupon } from './orders/placement.ts';
export { pacedDriver, simulatedShop, steppedDriver } from './simulation/index.ts';
export type {
  CartHistory,
  CartStep,
  Driver,
  OrderHistory,
  OrderStep,
  Person,
  ShopHistory,
  SimulatedShop,
  SimulationOptions,
  SteppedDriver,
  StorefrontEvent,
  Visit,
} from './simulation/index.ts';
export type { Delivery, DeliveryCounts } from './webhooks/delivery-log.ts';
export type { PendingWebhook } from './webhooks/dispatcher.ts';
export type { Webhook } from './webhooks/events.ts';
export type { Hook } from './webhooks/hook-registry.ts';
export type { Timer, TimerHandle } from './webhooks/timer.ts';
export type { WebhookMail } from './webhooks/trouble.ts';
export type { WeatherCounts, WebhookWeather } from './webhooks/weather.ts';
