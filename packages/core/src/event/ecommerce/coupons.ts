import * as z from 'zod';
import { amount, id, text } from './fields.ts';

/** A coupon is for an order or for a cart: one of the two ids is usually missing. */
const coupon = { order_id: id, cart_id: id, coupon_id: id };

/**
 * The customer entered a coupon.
 *
 * Segment spec: Ecommerce v2, Coupon Entered
 */
export const CouponEntered = z.looseObject(coupon);
export type CouponEntered = z.output<typeof CouponEntered>;

/**
 * A coupon was accepted. `discount` is what it takes off.
 *
 * Segment spec: Ecommerce v2, Coupon Applied
 */
export const CouponApplied = z.looseObject({ ...coupon, coupon_name: text, discount: amount });
export type CouponApplied = z.output<typeof CouponApplied>;

/**
 * A coupon was refused, for `reason`.
 *
 * Segment spec: Ecommerce v2, Coupon Denied
 */
export const CouponDenied = z.looseObject({ ...coupon, coupon_name: text, reason: text });
export type CouponDenied = z.output<typeof CouponDenied>;

/**
 * A coupon was taken off again. `discount` is what it took off.
 *
 * Segment spec: Ecommerce v2, Coupon Removed
 */
export const CouponRemoved = z.looseObject({ ...coupon, coupon_name: text, discount: amount });
export type CouponRemoved = z.output<typeof CouponRemoved>;
