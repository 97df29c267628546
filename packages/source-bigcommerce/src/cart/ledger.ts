import type { SourceContext, StateChange } from '@millrace/core';
import * as z from 'zod';
import { cartKey, checkoutKey } from '../memory/keys.ts';

const day = 24 * 3_600_000;

/** A cart lives for 30 days after its last change. Webhooks about it may come late; a week is more than they take. */
const lifeMs = 37 * day;

/** So many contents of one cart are remembered. What is older keeps its `messageId`, and is one event all the same. */
const mostContents = 50;

/** What is remembered of a cart. It is forgotten once the cart is gone, or was not heard of for 37 days. */
export const CartLedger = z.object({
  /** The contents that were told, oldest first. */
  told: z.array(z.string()).default([]),
  /** The timestamp of the last Checkout Started: ISO 8601, UTC. */
  at: z.string().optional(),
  /** BigCommerce had no such cart when it was asked for it the first time. */
  missing: z.boolean().optional(),
  /** When it may be forgotten: ISO 8601, UTC. */
  until: z.string(),
});
export type CartLedger = z.output<typeof CartLedger>;

export async function recallCart(
  context: Pick<SourceContext, 'recall'>,
  cartId: string,
): Promise<CartLedger | undefined> {
  return CartLedger.safeParse(await context.recall(cartKey(cartId))).data;
}

/** Remembers what was told of a cart, and nothing else than that. */
export function remember(
  cartId: string,
  { told, at, missing }: Omit<CartLedger, 'until'>,
  now: number,
): StateChange {
  const value: CartLedger = {
    told: told.slice(-mostContents),
    ...(at !== undefined && { at }),
    ...(missing === true && { missing }),
    until: forgetAt(now),
  };
  return { key: cartKey(cartId), value };
}

/**
 * The time of a Checkout Started: when the checkout was changed last. Two of one cart are never told within one second,
 * as a destination may know them by their cart and second.
 */
export function nextTime(
  changed: string | undefined,
  last: string | undefined,
  now: number,
): string {
  const at = changed === undefined ? now : Date.parse(changed);
  const earliest = last === undefined ? at : Date.parse(last) + 1_000;
  return new Date(Math.max(at, earliest)).toISOString();
}

/** The storefront said that the shopper of a cart went to the checkout. */
export function wentToCheckout(cartId: string, now: number): StateChange {
  return { key: checkoutKey(cartId), value: { until: forgetAt(now) } };
}

const forgetAt = (now: number): string => new Date(now + lifeMs).toISOString();
