import { createHash } from 'node:crypto';
import type { Draft } from '@millrace/core';
import type { CatalogProduct } from '../catalog/catalog.ts';
import { number } from '../money.ts';
import { present } from '../present.ts';
import { amountsOf } from './amounts.ts';
import { piecesOf, productsOf } from './lines.ts';
import type { Checkout } from './schema.ts';

export interface CheckoutStart {
  readonly storeHash: string;
  readonly cartId: string;
  readonly email: string;
  /** What makes it another one than the last of the same cart. */
  readonly content: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** It happened before the source was there: nothing is to be set off by it. */
  readonly isHistory: boolean;
  /** Brings the shopper back. */
  readonly checkoutUrl: string | undefined;
  readonly catalog: ReadonlyMap<string, CatalogProduct>;
}

/**
 * The Checkout Started of a cart. Pure; the same cart with the same content gives the same id.
 *
 * Of addresses nothing is said: where somebody lives is known from orders.
 *
 * Segment spec: Ecommerce v2, Checkout Started
 */
export function checkoutStarted(checkout: Checkout, start: CheckoutStart): Draft<'track'> {
  const { cart, billing_address: billing } = checkout;
  const codes = checkout.coupons.flatMap(({ code }) => code ?? []);
  return {
    type: 'track',
    event: 'Checkout Started',
    messageId: messageIdOf(start),
    timestamp: start.at,
    ...(cart.customer_id !== undefined && { userId: cart.customer_id }),
    context: {
      externalIds: [{ type: 'bigcommerce_cart_id', id: start.cartId }],
      traits: present({
        email: start.email,
        firstName: billing.first_name,
        lastName: billing.last_name,
        phone: billing.phone,
      }),
      ...(start.isHistory && { backfill: true }),
    },
    properties: present({
      cart_id: start.cartId,
      checkout_url: start.checkoutUrl,
      currency: currencyOf(checkout),
      ...amountsOf(checkout),
      coupon: codes[0],
      coupons: codes,
      products: productsOf(checkout, start.catalog),
      item_count: number(piecesOf(checkout)),
      prices_include_tax: cart.tax_included === true ? true : undefined,
      channel_id: cart.channel_id ?? undefined,
    }),
  };
}

/** The longest a `messageId` may be. */
const longest = 99;

function messageIdOf({ storeHash, cartId, content }: CheckoutStart): string {
  const id = `bigcommerce:${storeHash}:cart:${cartId}:checkout:${content}`;
  if (id.length <= longest) return id;
  const short = createHash('sha256').update(`${cartId}:${content}`).digest('hex').slice(0, 24);
  return `bigcommerce:${storeHash}:checkout:${short}`;
}

/** An ISO 4217 code, or nothing. */
function currencyOf({ cart }: Checkout): string | undefined {
  const code = cart.currency.code?.toUpperCase();
  return code !== undefined && /^[A-Z]{3}$/.test(code) ? code : undefined;
}
