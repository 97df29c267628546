import type { Properties } from '../klaviyo-event.ts';
import type { Order } from '../order-lines.ts';
import { postalAddress } from '../postal-address.ts';
import { putProperty } from '../put.ts';

/** What {@link putOrder} and {@link putAddresses} have said of an order. */
export const orderNames = [
  'order_id',
  'products',
  'reason',
  'billing_address',
  'shipping_address',
] as const;

/** What both schemas say of an order. */
export function putOrder(properties: Properties, order: Order): void {
  properties['OrderId'] = order.order_id;
  putProperty(properties, 'Reason', order['reason']);
  putAddress(properties, 'BillingAddress', order['billing_address']);
  putAddress(properties, 'ShippingAddress', order['shipping_address']);
}

function putAddress(properties: Properties, name: string, address: unknown): void {
  const parts = postalAddress(address);
  for (const _ in parts) {
    properties[name] = parts;
    return;
  }
}
