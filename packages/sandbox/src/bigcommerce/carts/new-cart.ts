import type { DecimalText } from '../money.ts';

/** A product that is put into a cart. */
export interface CartLine {
  readonly productId: number;
  /** 1 when absent. */
  readonly quantity?: number | undefined;
  /** Of one unit. What the catalog asks for the variant when absent. */
  readonly price?: DecimalText | undefined;
  /** The product's first when absent. */
  readonly variantId?: number | undefined;
  readonly options?: readonly { readonly name: string; readonly value: string }[] | undefined;
  /** Taken off this line, all units together, by a promotion of the product. */
  readonly discount?: DecimalText | undefined;
  /** Members of a bundle: items of their own that cost nothing and point at this one. */
  readonly bundled?:
    | readonly { readonly productId: number; readonly quantity?: number | undefined }[]
    | undefined;
}

/** Something that is in no catalog, made up by staff or an app. */
export interface CustomCartLine {
  readonly name: string;
  readonly price: DecimalText;
  readonly quantity?: number | undefined;
  readonly sku?: string | undefined;
}

/** A gift certificate on sale. */
export interface GiftCertificateLine {
  readonly amount: DecimalText;
  readonly name?: string | undefined;
  readonly recipientEmail?: string | undefined;
}

/** What can be put into a cart at once. */
export interface CartContents {
  readonly lines?: readonly CartLine[] | undefined;
  readonly customItems?: readonly CustomCartLine[] | undefined;
  readonly giftCertificates?: readonly GiftCertificateLine[] | undefined;
}

/**
 * What `createCart` takes. Amounts are decimal text in the cart's currency, and as the store enters prices: without tax,
 * or with it in a store whose prices include it.
 */
export interface NewCart extends CartContents {
  /** A UUID; made up when absent. */
  readonly id?: string | undefined;
  /** A guest's cart when absent. */
  readonly customerId?: number | undefined;
  /** 1, the default channel, when absent. */
  readonly channelId?: number | undefined;
  /** The currency the shopper will pay in; the store's when absent. */
  readonly currency?: string | undefined;
  /** On goods and shipping: `'0.0825'` is 8.25 %. None when absent. */
  readonly taxRate?: DecimalText | undefined;
  /** Whether prices and all other amounts are entered and shown with tax; as the store enters prices when absent. */
  readonly taxIncluded?: boolean | undefined;
  /** Taken off the cart as a whole, not by a coupon. */
  readonly discount?: DecimalText | undefined;
  readonly locale?: string | undefined;
}

/** An address of a checkout. Its names are not those of an order's address. */
export interface CheckoutAddress {
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
  readonly company: string;
  readonly address1: string;
  readonly address2: string;
  readonly city: string;
  readonly state_or_province: string;
  readonly state_or_province_code: string;
  readonly country: string;
  readonly country_code: string;
  readonly postal_code: string;
  readonly phone: string;
  readonly custom_fields: readonly { readonly field_id: string; readonly field_value: string }[];
}
