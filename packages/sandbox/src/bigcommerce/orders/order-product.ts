/** Money taken off an order product; `amount` is text. */
export interface AppliedDiscount {
  readonly id: string;
  readonly amount: string;
  readonly name: string;
  /** The coupon's code; `null` for any other discount. */
  readonly code: string | null;
  readonly target: 'order' | 'product';
}

/** What the shopper chose for an order product. */
export interface ProductOption {
  readonly id: number;
  readonly option_id: number;
  readonly order_product_id: number;
  readonly product_option_id: number;
  readonly display_name: string;
  readonly display_name_customer: string;
  readonly display_name_merchant: string;
  readonly display_value: string;
  readonly display_value_customer: string;
  readonly display_value_merchant: string;
  readonly value: string;
  readonly type: string;
  readonly name: string;
  readonly display_style: string;
}

/**
 * One of `GET /v2/orders/{id}/products`.
 *
 * Source: BigCommerce, REST Management, Orders V2, "List Order Products".
 */
export interface OrderProduct {
  /** Of the order product: what shipments and refunds point at. */
  readonly id: number;
  readonly order_id: number;
  /** 0: a custom line or a gift certificate. */
  readonly product_id: number;
  /** Lines without a product have none. */
  readonly variant_id?: number;
  readonly order_address_id: number;
  readonly order_pickup_method_id: number;
  readonly name: string;
  readonly name_customer: string;
  readonly name_merchant: string;
  readonly sku: string;
  readonly upc: string;
  readonly type: 'physical' | 'digital' | 'giftcertificate';
  readonly base_price: string;
  readonly price_ex_tax: string;
  readonly price_inc_tax: string;
  readonly price_tax: string;
  readonly base_total: string;
  readonly total_ex_tax: string;
  readonly total_inc_tax: string;
  readonly total_tax: string;
  readonly weight: string;
  readonly width: string;
  readonly height: string;
  readonly depth: string;
  readonly quantity: number;
  readonly base_cost_price: string;
  readonly cost_price_inc_tax: string;
  readonly cost_price_ex_tax: string;
  readonly cost_price_tax: string;
  readonly is_refunded: boolean;
  readonly quantity_refunded: number;
  readonly refund_amount: string;
  readonly return_id: number;
  readonly wrapping_id: number;
  readonly wrapping_name: string;
  readonly base_wrapping_cost: string;
  readonly wrapping_cost_ex_tax: string;
  readonly wrapping_cost_inc_tax: string;
  readonly wrapping_cost_tax: string;
  readonly wrapping_message: string;
  readonly quantity_shipped: number;
  readonly event_name: string | null;
  readonly event_date: string | null;
  readonly fixed_shipping_cost: string;
  readonly ebay_item_id: string;
  readonly ebay_transaction_id: string;
  readonly option_set_id: number | null;
  /** Set on the members of a bundle: they cost nothing, the parent carries the price. */
  readonly parent_order_product_id: number | null;
  readonly is_bundled_product: boolean;
  readonly bin_picking_number: string;
  readonly external_id: string | null;
  /** The brand's name, not its id. */
  readonly brand: string;
  readonly applied_discounts: readonly AppliedDiscount[];
  readonly product_options: readonly ProductOption[];
  readonly configurable_fields: readonly unknown[];
  readonly gift_certificate_id: number | null;
  /** `total_inc_tax` less the applied discounts. */
  readonly discounted_total_inc_tax: string;
}
