import { addedToCart } from './added-to-cart.ts';
import { cancelledOrder } from './cancelled-order.ts';
import { fulfilledOrder } from './fulfilled-order.ts';
import { orderCompleted } from './order-completed.ts';
import { ownName } from './own-name.ts';
import { refundedOrder } from './refunded-order.ts';
import { startedCheckout } from './started-checkout.ts';
import type { TrackMapping } from './track-mapping.ts';
import { viewedProduct } from './viewed-product.ts';

/** The events that Klaviyo has metrics of its own for. */
const table: ReadonlyMap<string, TrackMapping> = new Map([
  ['Product Viewed', viewedProduct],
  ['Product Added', addedToCart],
  ['Checkout Started', startedCheckout],
  // Placed Order, and an Ordered Product for each line
  ['Order Completed', orderCompleted],
  ['Order Fulfilled', fulfilledOrder],
  ['Order Cancelled', cancelledOrder],
  ['Order Refunded', refundedOrder],
]);

export const mappingFor = (name: string): TrackMapping => table.get(name) ?? ownName;
