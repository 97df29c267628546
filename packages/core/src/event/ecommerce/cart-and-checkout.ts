import * as z from 'zod';
import { amount, id, ordinal, text } from './fields.ts';
import { products } from './product.ts';
import { transactionFields } from './transaction.ts';

/**
 * The customer looked at the cart.
 *
 * Segment spec: Ecommerce v2, Cart Viewed
 */
export const CartViewed = z.looseObject({ cart_id: id, products });
export type CartViewed = z.output<typeof CartViewed>;

/**
 * The customer pressed the checkout button. `order_id` is optional here: many stores give it when the order is placed.
 *
 * Segment spec: Ecommerce v2, Checkout Started
 */
export const CheckoutStarted = z.looseObject({
  order_id: id,
  /** What the order would come to, discounts and coupons counted in. Orders call it `total`. */
  value: amount,
  ...transactionFields,
});
export type CheckoutStarted = z.output<typeof CheckoutStarted>;

const step = {
  checkout_id: id,
  /** Which step of the checkout, such as 2. */
  step: ordinal,
  shipping_method: text,
  payment_method: text,
};

/**
 * The customer saw a step of the checkout.
 *
 * Segment spec: Ecommerce v2, Checkout Step Viewed
 */
export const CheckoutStepViewed = z.looseObject(step);
export type CheckoutStepViewed = z.output<typeof CheckoutStepViewed>;

/**
 * The customer finished a step of the checkout.
 *
 * Segment spec: Ecommerce v2, Checkout Step Completed
 */
export const CheckoutStepCompleted = z.looseObject(step);
export type CheckoutStepCompleted = z.output<typeof CheckoutStepCompleted>;

/**
 * The customer entered how to pay, and it was accepted.
 *
 * Segment spec: Ecommerce v2, Payment Info Entered
 */
export const PaymentInfoEntered = z.looseObject({ order_id: id, ...step });
export type PaymentInfoEntered = z.output<typeof PaymentInfoEntered>;
