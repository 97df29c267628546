export type { Refund } from './refund-parts.ts';

/** Where a part of an order is to be fetched from: what stands in an order in place of the part itself. */
export interface Stub {
  readonly url: string;
  readonly resource: string;
}

/** A billing address, and the base of a shipping address. */
export interface Address {
  readonly first_name: string;
  readonly last_name: string;
  readonly company: string;
  readonly street_1: string;
  readonly street_2: string;
  readonly city: string;
  readonly state: string;
  readonly zip: string;
  readonly country: string;
  readonly country_iso2: string;
  readonly phone: string;
  /** May be empty: orders made by hand need none. */
  readonly email: string;
  readonly form_fields: readonly { readonly name: string; readonly value: string }[];
}

/** One of `GET /v2/orders/{id}/shipping_addresses`. */
export interface ShippingAddress extends Address {
  readonly id: number;
  readonly order_id: number;
  readonly items_total: number;
  readonly items_shipped: number;
  readonly shipping_method: string;
  readonly base_cost: string;
  readonly cost_ex_tax: string;
  readonly cost_inc_tax: string;
  readonly cost_tax: string;
  readonly cost_tax_class_id: number;
  readonly base_handling_cost: string;
  readonly handling_cost_ex_tax: string;
  readonly handling_cost_inc_tax: string;
  readonly handling_cost_tax: string;
  readonly handling_cost_tax_class_id: number;
  readonly shipping_zone_id: number;
  readonly shipping_zone_name: string;
  readonly shipping_quotes: Stub;
}

/** One of `GET /v2/orders/{id}/coupons`. `discount` is the money taken off. */
export interface OrderCoupon {
  readonly id: number;
  readonly coupon_id: number;
  readonly order_id: number;
  /** `null`: a promotion that needs no code. */
  readonly code: string | null;
  readonly amount: number;
  /** 0 per item, 1 percentage, 2 per total, 3 shipping, 4 free shipping, 5 promotion. */
  readonly type: number;
  readonly discount: number;
}

/** One of `GET /v2/orders/{id}/shipments`. */
export interface Shipment {
  readonly id: number;
  readonly order_id: number;
  readonly customer_id: number;
  readonly order_address_id: number;
  readonly date_created: string;
  readonly tracking_number: string;
  readonly merchant_shipping_cost: string;
  readonly shipping_method: string;
  readonly comments: string;
  readonly shipping_provider: string;
  readonly shipping_provider_display_name: string;
  readonly tracking_carrier: string;
  readonly tracking_link: string;
  readonly generated_tracking_link: string;
  readonly billing_address: Omit<Address, 'form_fields'>;
  readonly shipping_address: Omit<Address, 'form_fields'>;
  readonly items: readonly ShipmentItem[];
}

export interface ShipmentItem {
  /** The id of the order product, not of the product. */
  readonly order_product_id: number;
  readonly product_id: number;
  readonly quantity: number;
}
