import type { Draft } from '@millrace/core';
import type { StorefrontEvent } from '@millrace/sandbox';

/** What a storefront's own backend would track: the cart's id is what ties a visitor to the checkout, and so to an email. */
export function trackedAs(told: StorefrontEvent, at: number): Draft {
  const { messageId, event, anonymousId, cartId, product } = told;
  return {
    type: 'track',
    event,
    messageId,
    anonymousId,
    timestamp: new Date(at).toISOString(),
    properties: { product_id: String(product.id), name: product.name, price: product.price },
    ...(cartId !== undefined && {
      context: { externalIds: [{ type: 'bigcommerce_cart_id', id: cartId }] },
    }),
  };
}
