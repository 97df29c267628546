import type { Draft } from '@millrace/core';
import { amountsOf } from './amounts.ts';
import { customerOf } from './customer.ts';
import { number, sum } from './money.ts';
import { present } from './present.ts';
import { productsOf } from './products.ts';
import type { Order, OrderCoupon, OrderProduct } from './schema.ts';

/**
 * The Order Completed of an order. Pure; the same order gives the same id, so an order told twice is one event.
 *
 * Segment spec: Ecommerce v2, Order Completed
 */
export function orderCompleted(
  order: Order,
  lines: readonly OrderProduct[],
  coupons: readonly OrderCoupon[],
  { storeHash }: { readonly storeHash: string },
): Draft<'track'> {
  const billing = order.billing_address;
  const codes = coupons.flatMap(({ code }) => code ?? []);
  const counted = lines.filter((line) => line.parent_order_product_id === undefined);
  return {
    type: 'track',
    event: 'Order Completed',
    messageId: `bigcommerce:${storeHash}:order:${order.id}:placed`,
    timestamp: order.date_created,
    ...customerOf(order, storeHash),
    properties: present({
      order_id: String(order.id),
      currency: currencyOf(order),
      ...amountsOf(order),
      coupon: codes[0],
      coupons: codes,
      products: productsOf(lines),
      item_count: number(sum(counted.map(({ quantity }) => quantity))),
      status: order.status,
      channel_id: order.channel_id ?? undefined,
      cart_id: order.cart_id,
      order_source: order.order_source,
      payment_method: order.payment_method,
      // The email is left out: `properties.email` has a meaning of its own, and it is in the traits.
      billing_address: present({ ...billing, email: undefined }),
    }),
  };
}

/** An ISO 4217 code, or nothing: an order with a wrong label is still an order. */
function currencyOf(order: Order): string | undefined {
  const code = (order.default_currency_code ?? order.currency_code)?.toUpperCase();
  return code !== undefined && /^[A-Z]{3}$/.test(code) ? code : undefined;
}
