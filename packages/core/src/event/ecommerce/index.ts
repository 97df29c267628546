export { ecommerce } from './events.ts';
export type { Ecommerce } from './events.ts';
export { withSpecNames } from './spec-names.ts';
export type { CamelCased } from './spec-names.ts';

export type { Product } from './product.ts';
export type { ProductListFiltered, ProductListViewed, ProductsSearched } from './browsing.ts';
export type { PromotionClicked, PromotionViewed } from './promotions.ts';
export type { ProductAdded, ProductClicked, ProductRemoved, ProductViewed } from './products.ts';
export type {
  CartViewed,
  CheckoutStarted,
  CheckoutStepCompleted,
  CheckoutStepViewed,
  PaymentInfoEntered,
} from './cart-and-checkout.ts';
export type {
  Order,
  OrderCancelled,
  OrderCompleted,
  OrderFulfilled,
  OrderRefunded,
  OrderUpdated,
} from './orders.ts';
export type { CouponApplied, CouponDenied, CouponEntered, CouponRemoved } from './coupons.ts';
export type {
  ProductAddedToWishlist,
  ProductRemovedFromWishlist,
  WishlistProductAddedToCart,
} from './wishlists.ts';
export type { CartShared, ProductShared } from './sharing.ts';
export type { ProductReviewed } from './reviews.ts';
