/** Of the same length for every order, so that keys are in the order of the ids. */
const padded = (orderId: number): string => String(orderId).padStart(16, '0');

/** Orders that something was said about and that are still to be looked at. */
export const inboxKey = (orderId: number): string => `inbox:${padded(orderId)}`;

/** Orders whose Order Completed was yielded. Kept for good: a late notice must not yield it again. */
export const placedKey = (orderId: number): string => `placed:${padded(orderId)}`;

/** Orders that were passed over, with the reason. */
export const skippedKey = (orderId: number): string => `skipped:${padded(orderId)}`;
