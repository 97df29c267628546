import type { DecimalText } from '../money.ts';
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
  readonly calculated_price: number;
  readonly categories: readonly number[];
  /** 0: of no brand. */
  readonly brand_id: number;
  readonly is_visible: boolean;
  readonly date_created: string;
  readonly date_modified: string;
  /** `url` is a path; the site of the channel comes before it. */
  readonly custom_url: { readonly url: string; readonly is_customized: boolean };
  readonly base_variant_id: number;
}

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

/** What `include=variants` adds to a product; `null` stands for "as the product". */
export interface ProductVariant {
  readonly id: number;
  readonly product_id: number;
  readonly sku: string;
  readonly price: number | null;
  readonly sale_price: number | null;
  readonly retail_price: number | null;
  readonly cost_price: number | null;
  readonly calculated_price: number;
  readonly image_url: string;
  readonly option_values: readonly unknown[];
}

/** What `addProduct` takes. */
export interface NewProduct {
  readonly name: string;
  /** Before tax. */
  readonly price: DecimalText;
  readonly costPrice?: DecimalText | undefined;
  readonly sku?: string | undefined;
  readonly upc?: string | undefined;
  readonly type?: 'physical' | 'digital' | undefined;
  /** By name; the brand is made when the store has none of that name. */
  readonly brand?: string | undefined;
  /** By name; a category is made when the store has none of that name. */
  readonly categories?: readonly string[] | undefined;
  /** Made from the name when absent. */
  readonly path?: string | undefined;
  readonly imageUrl?: string | undefined;
  readonly description?: string | undefined;
  readonly isVisible?: boolean | undefined;
}
