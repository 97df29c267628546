import { plan } from '../plan.ts';
import * as browsing from './browsing.ts';
import * as checkout from './cart-and-checkout.ts';
import * as coupons from './coupons.ts';
import * as orders from './orders.ts';
import * as products from './products.ts';
import * as promotions from './promotions.ts';
import * as reviews from './reviews.ts';
import * as sharing from './sharing.ts';
import * as wishlists from './wishlists.ts';

/**
 * The default tracking plan: the events of the Segment e-commerce spec, with `Order Fulfilled` besides, and the shape of
 * their properties. Properties that it does not name are kept.
 *
 * @example
 * const ours = plan({ ...ecommerce, 'Gift Card Redeemed': z.object({ code: z.string() }) });
 */
export const ecommerce = plan({
  'Products Searched': browsing.ProductsSearched,
  'Product List Viewed': browsing.ProductListViewed,
  'Product List Filtered': browsing.ProductListFiltered,
  'Promotion Viewed': promotions.PromotionViewed,
  'Promotion Clicked': promotions.PromotionClicked,
  'Product Clicked': products.ProductClicked,
  'Product Viewed': products.ProductViewed,
  'Product Added': products.ProductAdded,
  'Product Removed': products.ProductRemoved,
  'Cart Viewed': checkout.CartViewed,
  'Checkout Started': checkout.CheckoutStarted,
  'Checkout Step Viewed': checkout.CheckoutStepViewed,
  'Checkout Step Completed': checkout.CheckoutStepCompleted,
  'Payment Info Entered': checkout.PaymentInfoEntered,
  'Order Completed': orders.OrderCompleted,
  'Order Updated': orders.OrderUpdated,
  'Order Fulfilled': orders.OrderFulfilled,
  'Order Refunded': orders.OrderRefunded,
  'Order Cancelled': orders.OrderCancelled,
  'Coupon Entered': coupons.CouponEntered,
  'Coupon Applied': coupons.CouponApplied,
  'Coupon Denied': coupons.CouponDenied,
  'Coupon Removed': coupons.CouponRemoved,
  'Product Added to Wishlist': wishlists.ProductAddedToWishlist,
  'Product Removed from Wishlist': wishlists.ProductRemovedFromWishlist,
  'Wishlist Product Added to Cart': wishlists.WishlistProductAddedToCart,
  'Product Shared': sharing.ProductShared,
  'Cart Shared': sharing.CartShared,
  'Product Reviewed': reviews.ProductReviewed,
});
export type Ecommerce = typeof ecommerce;
