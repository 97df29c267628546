import * as z from 'zod';
import { id, text } from './fields.ts';
import { productFields } from './product.ts';

const wishlistItem = { wishlist_id: id, wishlist_name: text, ...productFields };

/**
 * The customer put a product on a wishlist.
 *
 * Segment spec: Ecommerce v2, Product Added to Wishlist
 */
export const ProductAddedToWishlist = z.looseObject(wishlistItem);
export type ProductAddedToWishlist = z.output<typeof ProductAddedToWishlist>;

/**
 * The customer took a product off a wishlist.
 *
 * Segment spec: Ecommerce v2, Product Removed from Wishlist
 */
export const ProductRemovedFromWishlist = z.looseObject(wishlistItem);
export type ProductRemovedFromWishlist = z.output<typeof ProductRemovedFromWishlist>;

/**
 * The customer moved a product from a wishlist into the cart.
 *
 * Segment spec: Ecommerce v2, Wishlist Product Added to Cart
 */
export const WishlistProductAddedToCart = z.looseObject({ cart_id: id, ...wishlistItem });
export type WishlistProductAddedToCart = z.output<typeof WishlistProductAddedToCart>;
