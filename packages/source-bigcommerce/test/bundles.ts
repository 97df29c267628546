import type { OrderBundle } from '../src/order/bundle.ts';
import { OrderProduct } from '../src/order/line-schema.ts';
import { Order, OrderCoupon, Refund } from '../src/order/schema.ts';
import * as z from 'zod';
import { line, order } from './orders.ts';

/** An order with its parts as they are read, made up. */
export function bundle(
  ofOrder: object = {},
  parts: {
    readonly lines?: readonly object[];
    readonly coupons?: readonly object[];
    readonly refunds?: readonly object[];
  } = {},
): OrderBundle {
  return {
    order: Order.parse(order(ofOrder)),
    lines: z.array(OrderProduct).parse(parts.lines ?? [line()]),
    coupons: z.array(OrderCoupon).parse(parts.coupons ?? []),
    refunds: z.array(Refund).parse(parts.refunds ?? []),
  };
}
