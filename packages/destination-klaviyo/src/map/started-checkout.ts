import type { TrackEvent } from '@millrace/core';
import { toNumber } from './decimal.ts';
import { partId } from './order-event.ts';
import { type Checkout, linesOf } from './order-lines.ts';
import { schemas } from './schema/schemas.ts';
import type { TrackMapping } from './track-mapping.ts';

/**
 * A checkout was started. Its id is that of the cart and the second: who comes back with more in the cart starts another.
 *
 * Klaviyo: Integrate a platform without a pre-built integration, Started Checkout
 */
export const startedCheckout: TrackMapping = (event, rules) => {
  const checkout: Checkout = event.properties;
  const lines = linesOf(checkout);
  const schema = schemas[rules.properties];
  return [
    {
      metric: 'Started Checkout',
      uniqueId: idOf(event),
      time: event.timestamp,
      value: toNumber(schema.checkoutValue(checkout, lines)),
      currency: checkout.currency,
      properties: schema.checkout(checkout, lines),
    },
  ];
};

/** Whoever names neither cart nor checkout nor order names the message. */
function idOf({ properties, timestamp, messageId }: TrackEvent): string {
  const cart =
    partId(properties['cart_id']) ??
    partId(properties['checkout_id']) ??
    partId(properties['order_id']);
  return cart === undefined ? messageId : `${cart}_${Math.floor(Date.parse(timestamp) / 1_000)}`;
}
