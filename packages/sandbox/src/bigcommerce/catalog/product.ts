import type { presentation } from './presentation.ts';

/** A product as `GET /v3/catalog/products` answers it: prices are JSON numbers. */
export interface Product extends Presentation {
  readonly id: number;
  readonly name: string;
  readonly type: 'physical' | 'digital';
  readonly sku: string;
  readonly upc: string;
  readonly description: string;
  readonly price: number;
  readonly cost_price: number;
  readonly retail_price: number;
  /** 0: not on sale. */
  readonly sale_price: number;
  /** `sale_price` when there is one, else `price`. */
  readonly calculated_price: number;
  /** By id, of every tree: which of them a channel shows, its tree says. */
  readonly categories: readonly number[];
  /** 0: of no brand. */
  readonly brand_id: number;
  readonly inventory_level: number;
  readonly inventory_tracking: InventoryTracking;
  readonly availability: Availability;
  readonly is_visible: boolean;
  readonly is_price_hidden: boolean;
  readonly date_created: string;
  readonly date_modified: string;
  /** `url` is a path; the site of the channel comes before it. */
  readonly custom_url: { readonly url: string; readonly is_customized: boolean };
  /** `null` for a product with options: none of its variants stands for it. */
  readonly base_variant_id: number | null;
}

/** Whether stock is counted at all, and of what. */
export type InventoryTracking = 'none' | 'product' | 'variant';

export type Availability = 'available' | 'disabled' | 'preorder';

type Presentation = typeof presentation;

/** What `include=primary_image` and `include=images` add to a product. */
export interface ProductImage {
  readonly id: number;
  readonly product_id: number;
  readonly is_thumbnail: boolean;
  readonly sort_order: number;
  readonly description: string;
  readonly image_file: string;
  readonly url_zoom: string;
  readonly url_standard: string;
  readonly url_thumbnail: string;
  readonly url_tiny: string;
  readonly date_modified: string;
}

/** What `include=options` adds to a product: what a shopper chooses, and from what. */
export interface ProductOptionSet {
  readonly id: number;
  readonly product_id: number;
  readonly name: string;
  readonly display_name: string;
  readonly type: 'dropdown';
  readonly sort_order: number;
  readonly option_values: readonly {
    readonly id: number;
    readonly label: string;
    readonly sort_order: number;
    readonly value_data: null;
    readonly is_default: boolean;
  }[];
}

/** What `include=variants` adds to a product; `null` stands for "as the product". */
export interface ProductVariant {
  readonly id: number;
  readonly product_id: number;
  readonly sku: string;
  /** `null` when it has no SKU. */
  readonly sku_id: number | null;
  readonly price: number | null;
  readonly sale_price: number | null;
  readonly retail_price: number | null;
  readonly map_price: number | null;
  readonly cost_price: number | null;
  /** What it costs, whoever says so: never null. */
  readonly calculated_price: number;
  readonly weight: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly depth: number | null;
  readonly calculated_weight: number;
  readonly is_free_shipping: boolean;
  readonly fixed_cost_shipping_price: number | null;
  readonly purchasing_disabled: boolean;
  readonly purchasing_disabled_message: string;
  /** Empty: the product's own. */
  readonly image_url: string;
  readonly upc: string;
  readonly mpn: string;
  readonly gtin: string;
  readonly inventory_level: number;
  readonly inventory_warning_level: number;
  readonly bin_picking_number: string;
  readonly option_values: readonly {
    readonly id: number;
    readonly label: string;
    readonly option_id: number;
    readonly option_display_name: string;
  }[];
}
