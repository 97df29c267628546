import type { Order } from '../orders/order.ts';
import type { Refund } from '../orders/refund-parts.ts';
import type { Ware } from './goods.ts';
import type { Person } from './people.ts';

/** An order as it was from some moment on, until the next step. */
export interface OrderStep {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly order: Order;
  /** How many lines it has that a shopper would count: members of a bundle are none. */
  readonly lines: number;
}

/** All that ever happened to one order. */
export interface OrderHistory {
  readonly orderId: number;
  /** Whose it is. */
  readonly person: Person;
  /** Which kind of order the simulation meant it to be, for people. */
  readonly kind: string;
  /** In the order of their times. The first is how it was made. */
  readonly steps: readonly OrderStep[];
  /** Also those whose payment was declined. */
  readonly refunds: readonly Refund[];
}

/** A cart as it was from some moment on. */
export interface CartStep {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whether its checkout has begun: somebody left an address to write to, or, who is signed in, one to live at. */
  readonly begun: boolean;
  /** What it would cost, with shipping and tax: decimal text. */
  readonly total: string;
  /** Another number: other goods, another coupon, another email. */
  readonly content: number;
  /** How many webhooks say so: `store/cart/created`, `updated`, `couponApplied` and `abandoned`. */
  readonly webhooks: number;
}

/** All that ever happened to one cart. */
export interface CartHistory {
  readonly cartId: string;
  readonly steps: readonly CartStep[];
  /** When it was paid, deleted or replaced: milliseconds since 1970. */
  readonly goneAt: number | undefined;
}

/** Somebody looks around in the storefront. */
export interface Visit {
  readonly anonymousId: string;
  /** `messageId`s of what the storefront said of it. */
  readonly told: readonly string[];
  /** The cart that this visit filled, if it did. */
  readonly cartId: string | undefined;
}

/** What the storefront says of a visitor. */
export interface StorefrontEvent {
  readonly messageId: string;
  readonly event: 'Product Viewed' | 'Product Added' | 'Cart Viewed';
  readonly anonymousId: string;
  /** Set from the first product in the cart on. */
  readonly cartId: string | undefined;
  readonly product: Ware;
}
