import type { DecimalText } from '../money.ts';
import type { Address } from './order-parts.ts';

/** One product of an order that is placed. */
export interface OrderLine {
  readonly productId: number;
  readonly quantity: number;
  /** Of one unit, before tax. The product's own price when absent. */
  readonly price?: DecimalText | undefined;
  /** The variant's SKU. The product's own when absent. */
  readonly sku?: string | undefined;
  readonly variantId?: number | undefined;
  readonly options?: readonly { readonly name: string; readonly value: string }[] | undefined;
  /** Members of a bundle: order products of their own that cost nothing and point at this one. */
  readonly bundled?:
    | readonly { readonly productId: number; readonly quantity?: number | undefined }[]
    | undefined;
}

/** What `placeOrder` takes. Amounts are decimal text in the transactional currency. */
export interface OrderPlacement {
  readonly lines: readonly OrderLine[];
  /** A guest's order when absent. */
  readonly customerId?: number | undefined;
  /** Goes into the billing address. The customer's own when absent, and empty for a guest. */
  readonly email?: string | undefined;
  /** 0 (Incomplete) when absent, as an order of the storefront begins. */
  readonly statusId?: number | undefined;
  /** The currency the shopper pays in; the store's when absent. */
  readonly currency?: string | undefined;
  /** The currency the shopper sees; the one he pays in when absent. */
  readonly displayCurrency?: string | undefined;
  /** From the transactional to the display currency. */
  readonly exchangeRate?: DecimalText | undefined;
  /** From the store's own to the transactional currency. */
  readonly transactionalExchangeRate?: DecimalText | undefined;
  /** Taken off the whole order, not by a coupon. */
  readonly discount?: DecimalText | undefined;
  /** Taken off by coupons: `coupon_discount` is the sum of the amounts. */
  readonly coupons?: readonly { readonly code: string; readonly amount: DecimalText }[] | undefined;
  /** Before tax. */
  readonly shipping?: DecimalText | undefined;
  /** Before tax. */
  readonly handling?: DecimalText | undefined;
  /** On products, shipping and handling: `'0.0825'` is 8.25 %. None when absent. */
  readonly taxRate?: DecimalText | undefined;
  readonly billingAddress?: Partial<Address> | undefined;
  /** The billing address when absent. */
  readonly shippingAddress?: Partial<Address> | undefined;
  /** The cart the order came from; `null` in the order when absent. */
  readonly cartId?: string | undefined;
  readonly channelId?: number | undefined;
  /** `www` when absent. */
  readonly orderSource?: string | undefined;
  readonly paymentMethod?: string | undefined;
  readonly externalOrderId?: string | undefined;
  readonly customerMessage?: string | undefined;
  readonly customerLocale?: string | undefined;
  readonly ipAddress?: string | undefined;
  readonly isEmailOptIn?: boolean | undefined;
  /** In ms; for an order of the past. Created and last modified then; now when absent. */
  readonly dateCreated?: number | undefined;
}
