import type { Big } from 'big.js';
import type { Properties } from '../klaviyo-event.ts';
import type { Checkout, Order, OrderLine } from '../order-lines.ts';

/** How the metrics of orders and checkouts name their properties, and what they take for their value. */
export interface Schema {
  /** What Placed, Fulfilled, Cancelled and Refunded Order say. */
  order(order: Order, lines: readonly OrderLine[]): Properties;
  orderValue(order: Order, lines: readonly OrderLine[]): Big | undefined;
  /** What Started Checkout says. */
  checkout(checkout: Checkout, lines: readonly OrderLine[]): Properties;
  checkoutValue(checkout: Checkout, lines: readonly OrderLine[]): Big | undefined;
  /** What Ordered Product says of one line; `orderValue` is that of the whole order. */
  orderedProduct(line: OrderLine, order: Order, orderValue: number | undefined): Properties;
  lineValue(line: OrderLine): Big | undefined;
}
