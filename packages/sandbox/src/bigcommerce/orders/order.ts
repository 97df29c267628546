import type { Address, Stub } from './order-parts.ts';

/**
 * An order as `GET /v2/orders/{id}` answers it. Money is text with four decimals, dates are RFC 2822.
 *
 * Source: BigCommerce, REST Management, Orders V2, "Get an Order".
 */
export interface Order {
  readonly id: number;
  /** 0 for a guest, whose e-mail address is in the billing address only. */
  readonly customer_id: number;
  readonly date_created: string;
  readonly date_modified: string;
  /** Empty until something was shipped. */
  readonly date_shipped: string;
  readonly status_id: number;
  readonly status: string;
  readonly custom_status: string;
  readonly subtotal_ex_tax: string;
  readonly subtotal_inc_tax: string;
  readonly subtotal_tax: string;
  readonly base_shipping_cost: string;
  readonly shipping_cost_ex_tax: string;
  readonly shipping_cost_inc_tax: string;
  readonly shipping_cost_tax: string;
  readonly shipping_cost_tax_class_id: number;
  readonly base_handling_cost: string;
  readonly handling_cost_ex_tax: string;
  readonly handling_cost_inc_tax: string;
  readonly handling_cost_tax: string;
  readonly handling_cost_tax_class_id: number;
  readonly base_wrapping_cost: string;
  readonly wrapping_cost_ex_tax: string;
  readonly wrapping_cost_inc_tax: string;
  readonly wrapping_cost_tax: string;
  readonly wrapping_cost_tax_class_id: number;
  readonly total_ex_tax: string;
  /** Subtotal + shipping + handling + wrapping − discount_amount − coupon_discount, all including tax. */
  readonly total_inc_tax: string;
  readonly total_tax: string;
  readonly is_tax_inclusive_pricing: boolean;
  readonly items_total: number;
  readonly items_shipped: number;
  readonly payment_method: string;
  readonly payment_provider_id: string;
  readonly payment_status: string;
  /** Documented to be zero always; refunds are read from the V3 API. */
  readonly refunded_amount: string;
  readonly order_is_digital: boolean;
  readonly store_credit_amount: string;
  readonly gift_certificate_amount: string;
  readonly ip_address: string;
  readonly ip_address_v6: string;
  readonly geoip_country: string;
  readonly geoip_country_iso2: string;
  /** The currency the shopper saw ... */
  readonly currency_id: number;
  readonly currency_code: string;
  readonly currency_exchange_rate: string;
  /** ... and, in spite of its name, the currency the shopper paid in: every amount of the order is in this one. */
  readonly default_currency_id: number;
  readonly default_currency_code: string;
  readonly store_default_currency_code: string;
  readonly store_default_to_transactional_exchange_rate: string;
  readonly staff_notes: string;
  readonly customer_message: string;
  readonly discount_amount: string;
  readonly coupon_discount: string;
  readonly shipping_address_count: number;
  readonly is_deleted: boolean;
  readonly ebay_order_id: string;
  /** `null` for an order that no cart became: made by hand or through the API. */
  readonly cart_id: string | null;
  readonly billing_address: Address;
  readonly is_email_opt_in: boolean;
  readonly credit_card_type: string | null;
  readonly order_source: string;
  readonly channel_id: number;
  readonly external_source: string | null;
  readonly external_id: string | null;
  readonly external_order_id: string;
  readonly external_merchant_id: string | null;
  readonly tax_provider_id: string;
  readonly customer_locale: string;
  readonly products: Stub;
  readonly shipping_addresses: Stub;
  readonly coupons: Stub;
  readonly consignments: Stub;
  readonly fees: Stub;
}
