import type { DecimalText } from '../money.ts';
import type { Address } from './order-parts.ts';
import type { PastRefund } from './refund-parts.ts';

/**
 * One line of an order that is placed: of a product, custom (made up by staff: a name and a price), or a gift
 * certificate. Amounts are entered as the store enters prices: without tax, or with it in a store whose prices include
 * it.
 */
export interface OrderLine {
  /** None: a custom line, whose product id is 0 and which has no variant. */
  readonly productId?: number | undefined;
  readonly quantity: number;
  /** Of one unit. The product's own price when absent; a line without product needs one. */
  readonly price?: DecimalText | undefined;
  /** The product's own when absent; a custom line needs one. */
  readonly name?: string | undefined;
  /** The variant's SKU. The product's own when absent. */
  readonly sku?: string | undefined;
  readonly variantId?: number | undefined;
  readonly options?: readonly { readonly name: string; readonly value: string }[] | undefined;
  /** Members of a bundle: order products of their own that cost nothing and point at this one. */
  readonly bundled?:
    | readonly { readonly productId: number; readonly quantity?: number | undefined }[]
    | undefined;
  /** Taken off this line by a promotion; a part of the order's `discount_amount`. */
  readonly discount?: { readonly name: string; readonly amount: DecimalText } | undefined;
  /** `cost` is for the whole line. */
  readonly wrapping?:
    | { readonly name: string; readonly cost: DecimalText; readonly message?: string }
    | undefined;
  /** Sells a gift certificate of the line's price: untaxed, and sent to this address. */
  readonly giftCertificate?: { readonly recipientEmail: string } | undefined;
}

export interface PlacedCoupon {
  /** `null`: a promotion that needs no code. */
  readonly code: string | null;
  /** The money it takes off; `'0'` for free shipping. */
  readonly amount: DecimalText;
  /** 0 per item, 1 percentage, 2 per total (when absent), 3 shipping, 4 free shipping, 5 promotion. */
  readonly type?: 0 | 1 | 2 | 3 | 4 | 5 | undefined;
  /** What the coupon itself says, `'10'` for 10 %; the money it takes off when absent. */
  readonly face?: DecimalText | undefined;
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
  /** `coupon_discount` is the sum of the amounts. One of type 4 makes shipping free. */
  readonly coupons?: readonly PlacedCoupon[] | undefined;
  readonly shipping?: DecimalText | undefined;
  readonly handling?: DecimalText | undefined;
  readonly fees?: readonly { readonly name: string; readonly amount: DecimalText }[] | undefined;
  /** Paid with these; the total stays as it is. */
  readonly storeCredit?: DecimalText | undefined;
  readonly giftCertificate?: DecimalText | undefined;
  /** On products, wrapping, shipping, handling and fees: `'0.0825'` is 8.25 %. None when absent. */
  readonly taxRate?: DecimalText | undefined;
  /** Whether amounts are entered with tax; as the store enters prices when absent. */
  readonly taxIncluded?: boolean | undefined;
  readonly billingAddress?: Partial<Address> | undefined;
  /** The billing address when absent. */
  readonly shippingAddress?: Partial<Address> | undefined;
  /** The cart the order came from; `null` in the order when absent, as of orders made by hand, apps and marketplaces. */
  readonly cartId?: string | undefined;
  readonly channelId?: number | undefined;
  /** `www` when absent; `manual`, `external` (the Orders API), `amazon` and others. */
  readonly orderSource?: string | undefined;
  readonly paymentMethod?: string | undefined;
  readonly externalOrderId?: string | undefined;
  readonly externalId?: string | undefined;
  /** `M-MIG`: brought over from another store. */
  readonly externalSource?: string | undefined;
  readonly customerMessage?: string | undefined;
  readonly staffNotes?: string | undefined;
  readonly customerLocale?: string | undefined;
  readonly ipAddress?: string | undefined;
  readonly isEmailOptIn?: boolean | undefined;
  /** In ms; for an order of the past. Created and, if nothing came later, last modified then; now when absent. */
  readonly dateCreated?: number | undefined;
  /** In ms; when an order of the past was shipped. Makes no shipment. */
  readonly dateShipped?: number | undefined;
  /** In ms; when an order of the past was last modified: by the latest of its other dates when absent. */
  readonly dateModified?: number | undefined;
  /** What was paid back of an order of the past; its status is `statusId` all the same. */
  readonly refunds?: readonly PastRefund[] | undefined;
}
