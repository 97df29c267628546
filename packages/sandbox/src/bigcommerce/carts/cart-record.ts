import type { DecimalText } from '../money.ts';
import type { CheckoutAddress } from './new-cart.ts';

/** Something in a cart. */
export interface CartItem {
  readonly id: string;
  /** Of a member of a bundle: the item that carries its price. */
  readonly parentId: string | null;
  readonly kind: 'physical' | 'digital' | 'custom' | 'gift';
  /** 0 for what is in no catalog. */
  readonly productId: number;
  readonly variantId: number;
  readonly sku: string;
  readonly name: string;
  readonly url: string;
  readonly imageUrl: string;
  readonly quantity: number;
  /** Of one unit, in the cart's currency, as the store enters prices. */
  readonly price: DecimalText;
  /** What the product costs when it is not on sale. */
  readonly originalPrice: DecimalText;
  /** Taken off the whole line. */
  readonly discount: DecimalText;
  readonly options: readonly { readonly name: string; readonly value: string }[];
  /** Of a gift certificate. */
  readonly recipientEmail: string;
}

/** A cart and its checkout, which share one id. Never changed: a change makes a new one. */
export interface CartRecord {
  readonly id: string;
  /** 0 for a guest. */
  readonly customerId: number;
  readonly channelId: number;
  /** Empty until a guest types one, or somebody signs in. */
  readonly email: string;
  readonly currency: string;
  readonly taxRate: DecimalText;
  readonly taxIncluded: boolean;
  readonly locale: string;
  readonly items: readonly CartItem[];
  readonly coupons: readonly CartCoupon[];
  readonly discount: DecimalText;
  readonly billingAddress: Partial<CheckoutAddress> | undefined;
  readonly shippingAddress: Partial<CheckoutAddress> | undefined;
  /** Of the selected shipping option; `undefined` while none is selected. */
  readonly shipping: DecimalText | undefined;
  /** The last order made out of it: the shopper reached the payment step. */
  readonly orderId: number | undefined;
  /** When it was called abandoned, and the token of that; not again before the next change. */
  readonly abandoned: string | undefined;
  /** In ms, whole seconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}

export interface CartCoupon {
  readonly id: number;
  readonly code: string;
  readonly amount: DecimalText;
}
