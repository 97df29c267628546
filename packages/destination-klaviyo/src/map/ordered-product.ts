import { toNumber } from './decimal.ts';
import type { Happening } from './klaviyo-event.ts';
import type { OrderCompleted, OrderLine } from './order-lines.ts';
import { productProperties } from './product-properties.ts';
import { put } from './put.ts';

/**
 * A line of an order as an event. Its value is price times quantity: Klaviyo asks for "the total cost of an item in the
 * order before any adjustments", so neither discounts nor shipping nor tax are in it.
 *
 * Klaviyo: Integrate a platform without a pre-built integration, Ordered Product
 */
export function orderedProduct(event: OrderCompleted, line: OrderLine): Happening {
  const order = event.properties;
  const properties = productProperties(line);
  properties['OrderId'] = order.order_id;
  put(properties, 'ProductBrand', line.product.brand);
  return {
    metric: 'Ordered Product',
    uniqueId: `${order.order_id}_${line.key}`,
    time: event.timestamp,
    value: toNumber(line.total),
    currency: order.currency,
    properties,
  };
}
