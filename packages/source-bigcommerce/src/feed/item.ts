/**
 * An item of Klaviyo's custom catalogue feed. The first six are what Klaviyo wants of each; none of them may be empty, and
 * nothing may be nested.
 *
 * Klaviyo: "Sync a custom catalog feed to Klaviyo", "Custom catalog requirements".
 */
export interface Item {
  /** Of a product: the `product_id` of orders and of Viewed Product. Of a variant: `{product_id}-{variant_id}`. */
  readonly id: string;
  readonly title: string;
  readonly link: string;
  /** Text without HTML. */
  readonly description: string;
  readonly price: number;
  readonly image_link: string;
  readonly categories: readonly string[];
  /** Absent when the store does not count it. */
  readonly inventory_quantity?: number;
  /**
   * 1: not recommended while it is out of stock; 2: always.
   *
   * Klaviyo: "Enable back in stock for custom catalog feeds".
   */
  readonly inventory_policy: 1 | 2;
  /** Of the price. */
  readonly currency: string;
  /** What it cost before, or is said to cost elsewhere: above the price, or absent. */
  readonly compare_at_price?: number;
  readonly brand?: string;
  readonly sku?: string;
  /** Of a variant: the id of its product's item. */
  readonly item_group_id?: string;
  readonly variant_id?: string;
}
