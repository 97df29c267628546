/**
 * The webhooks that keep the source up to date: whatever one of them misses, the hourly sweep finds.
 *
 * BigCommerce: Webhooks, "Webhook Events". Left out are the line items of carts, as `store/cart/updated` comes with them,
 * and the stock of products.
 */
export const usualScopes = [
  'store/order/*',
  'store/shipment/*',
  'store/cart/created',
  'store/cart/updated',
  'store/cart/deleted',
  'store/cart/abandoned',
  'store/cart/couponApplied',
  'store/cart/converted',
  'store/customer/created',
  'store/customer/updated',
  'store/customer/deleted',
  'store/customer/address/*',
  'store/subscriber/*',
  'store/product/updated',
  'store/product/deleted',
  'store/category/*',
  'store/information/updated',
  'store/channel/updated',
] as const;

/** Hears that webhooks could not be delivered. One per account, at a destination of its own. */
export const exceptionScope = 'store/hook/deliveryException';
