import * as z from 'zod';
import { id, text, textOrNumber } from './fields.ts';

const promotion = {
  promotion_id: id,
  /** The artwork, such as "top_banner_2". */
  creative: text,
  name: text,
  /** The place on the page, such as "home_banner_top": unlike a product's position, a name. */
  position: textOrNumber,
};

/**
 * The customer saw a promotion.
 *
 * Segment spec: Ecommerce v2, Promotion Viewed
 */
export const PromotionViewed = z.looseObject(promotion);
export type PromotionViewed = z.output<typeof PromotionViewed>;

/**
 * The customer clicked on a promotion.
 *
 * Segment spec: Ecommerce v2, Promotion Clicked
 */
export const PromotionClicked = z.looseObject(promotion);
export type PromotionClicked = z.output<typeof PromotionClicked>;
