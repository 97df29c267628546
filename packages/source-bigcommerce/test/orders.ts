/** An order as the API has it, made up. */
export function order(more: object = {}): Record<string, unknown> {
  return {
    id: 1001,
    customer_id: 42,
    date_created: 'Tue, 03 Mar 2026 10:11:12 +0000',
    date_modified: 'Tue, 03 Mar 2026 10:12:00 +0000',
    date_shipped: '',
    status_id: 11,
    status: 'Awaiting Fulfillment',
    payment_status: 'captured',
    items_total: 2,
    items_shipped: 0,
    is_tax_inclusive_pricing: false,
    subtotal_ex_tax: '50.0000',
    subtotal_inc_tax: '55.0000',
    shipping_cost_ex_tax: '4.0000',
    shipping_cost_inc_tax: '4.4000',
    handling_cost_ex_tax: '0.0000',
    wrapping_cost_ex_tax: '0',
    discount_amount: '2.0000',
    coupon_discount: '3.0000',
    total_tax: '5.4000',
    total_inc_tax: '54.4000',
    currency_code: 'USD',
    default_currency_code: 'EUR',
    cart_id: '0b7cf5a2-5dd4-4a5c-9d77-6f0a3f0f9c11',
    channel_id: 1,
    order_source: 'www',
    payment_method: 'Card',
    ip_address: '203.0.113.9',
    is_deleted: false,
    billing_address: {
      first_name: 'Ada',
      last_name: 'Byron',
      company: '',
      street_1: '12 Mill Lane',
      street_2: 'Flat 3',
      city: 'Leeds',
      state: 'West Yorkshire',
      zip: 'LS1 1AA',
      country: 'United Kingdom',
      country_iso2: 'GB',
      phone: '+44 113 000 0000',
      email: 'ada@example.org',
    },
    products: { url: 'https://example.org/products', resource: '/orders/1001/products' },
    coupons: { url: 'https://example.org/coupons', resource: '/orders/1001/coupons' },
    ...more,
  };
}

/** An order product as the API has it, made up. */
export function line(more: object = {}): Record<string, unknown> {
  return {
    id: 7,
    order_id: 1001,
    product_id: 77,
    variant_id: 301,
    name: 'Grist Bag',
    sku: 'GRIST-S',
    brand: 'Mill & Co',
    quantity: 2,
    price_ex_tax: '25.0000',
    price_inc_tax: '27.5000',
    base_price: '25.0000',
    cost_price_ex_tax: '9.0000',
    quantity_refunded: 0,
    parent_order_product_id: null,
    applied_discounts: [
      { id: 'coupon', amount: '3.0000', name: 'Spring', code: 'SPRING', target: 'order' },
      { id: 'manual', amount: '2.0000', name: 'Manual', code: null, target: 'order' },
    ],
    product_options: [
      { display_name: 'Size', display_value: 'S' },
      { display_name: 'Colour', display_value: 'Natural' },
    ],
    ...more,
  };
}

/** A refund as the API has it, made up: of one piece of the line above. */
export function refund(more: object = {}): Record<string, unknown> {
  return {
    id: 12,
    order_id: 1001,
    user_id: 0,
    created: '2026-03-05T09:00:00+00:00',
    reason: 'Too small',
    total_amount: 24.75,
    total_tax: 2.25,
    items: [{ item_type: 'PRODUCT', item_id: 7, quantity: 1, requested_amount: null }],
    payments: [{ id: 13, provider_id: 'custom', amount: 24.75, offline: true, is_declined: false }],
    ...more,
  };
}
