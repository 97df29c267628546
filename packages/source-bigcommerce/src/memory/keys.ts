import { type Subject, padded, subjectKey } from '../subject.ts';

/** Subjects that something was said about and that are still to be looked at. */
export const inboxKey = (subject: Subject): string => `inbox:${subjectKey(subject)}`;

/** What was told of an order. Kept for good: a late notice must not tell it again. */
export const orderKey = (orderId: string): string => `order:${padded(orderId)}`;

/** Where all that is remembered of carts begins. */
export const cartPrefix = 'cart:';

/** What was told of a cart. */
export const cartKey = (cartId: string): string => `${cartPrefix}${cartId}`;

/** Carts whose shopper went to the checkout, as the storefront says. */
export const checkoutKey = (cartId: string): string => `${cartPrefix}${cartId}:checkout`;

/** What was told of a registered customer. */
export const customerKey = (customerId: string): string => `customer:${padded(customerId)}`;

/** Whether a newsletter subscriber agreed, as it was last seen. */
export const subscriberKey = (subscriberId: string): string => `subscriber:${padded(subscriberId)}`;

/** Registered customers who have an order. */
export const orderedKey = (customerId: string): string => `ordered:${padded(customerId)}`;

/** Subjects that were passed over, with the reason. */
export const skippedKey = (subject: Subject): string => `skipped:${subjectKey(subject)}`;
