import { toNumber } from './decimal.ts';
import type { Happening, Properties } from './klaviyo-event.ts';
import type { OrderCompleted, OrderLine } from './order-lines.ts';
import { orderValue } from './order-value.ts';
import { postalAddress } from './postal-address.ts';
import { productProperties } from './product-properties.ts';
import { put, putRest } from './put.ts';

/** What has a name of its own in Klaviyo. The rest of the order keeps the name it came with. */
const taken = new Set([
  'order_id',
  'products',
  'coupon',
  'discount',
  'billing_address',
  'shipping_address',
]);

/**
 * An order as one event.
 *
 * Klaviyo: Integrate a platform without a pre-built integration, Placed Order
 */
export function placedOrder(
  metric: string,
  event: OrderCompleted,
  lines: readonly OrderLine[],
): Happening {
  const order = event.properties;
  const properties: Properties = {};
  putRest(properties, order, taken);
  properties['OrderId'] = order.order_id;
  // Klaviyo segments on properties that are no objects, so what the lines say is said of the order as well.
  putList(properties, 'Categories', new Set(lines.flatMap(({ categories }) => categories)));
  putList(properties, 'ItemNames', valuesOf(lines, 'name'));
  putList(properties, 'Brands', valuesOf(lines, 'brand'));
  put(properties, 'DiscountCode', order.coupon);
  put(properties, 'DiscountValue', order.discount);
  if (lines.length > 0) properties['Items'] = lines.map(item);
  put(properties, 'BillingAddress', postalAddress(order['billing_address']));
  put(properties, 'ShippingAddress', postalAddress(order['shipping_address']));
  return {
    metric,
    uniqueId: order.order_id,
    time: event.timestamp,
    value: orderValue(order, lines),
    currency: order.currency,
    properties,
  };
}

function item(line: OrderLine): Properties {
  const properties = productProperties(line);
  put(properties, 'Brand', line.product.brand);
  put(properties, 'ItemPrice', line.product.price);
  put(properties, 'RowTotal', toNumber(line.total));
  return properties;
}

function valuesOf(lines: readonly OrderLine[], field: 'name' | 'brand'): Set<string> {
  const values = new Set<string>();
  for (const { product } of lines) {
    const value = product[field];
    if (value) values.add(value);
  }
  return values;
}

function putList(properties: Properties, name: string, values: ReadonlySet<string>): void {
  if (values.size > 0) properties[name] = [...values];
}
