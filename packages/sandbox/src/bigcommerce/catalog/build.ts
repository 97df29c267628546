import { decimal, jsonNumber } from '../money.ts';
import type { NewProduct } from './new-product.ts';
import { presentation } from './presentation.ts';
import type { Product, ProductImage } from './product.ts';
import { slug } from './slug.ts';
import type { IdOf } from './variants.ts';

/** What a product is, besides what its maker said of it. */
export interface ProductFrame {
  readonly id: number;
  readonly brandId: number;
  readonly categories: readonly number[];
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly idOf: IdOf;
}

/** The product as the API answers it. */
export function productOf(input: NewProduct, frame: ProductFrame): Product {
  const price = jsonNumber(input.price);
  const sale = input.salePrice ?? '0';
  const variants = input.variants ?? [];
  const byVariant = variants.reduce((sum, { inventoryLevel = 0 }) => sum + inventoryLevel, 0);
  return {
    ...presentation,
    id: frame.id,
    name: input.name,
    type: input.type ?? 'physical',
    sku: input.sku ?? '',
    upc: input.upc ?? '',
    description: input.description ?? '',
    price,
    cost_price: jsonNumber(input.costPrice ?? '0'),
    retail_price: jsonNumber(input.retailPrice ?? '0'),
    sale_price: jsonNumber(sale),
    calculated_price: decimal(sale).gt(0) ? jsonNumber(sale) : price,
    categories: frame.categories,
    brand_id: frame.brandId,
    inventory_tracking: input.inventoryTracking ?? 'none',
    inventory_level:
      input.inventoryTracking === 'variant' ? byVariant : (input.inventoryLevel ?? 0),
    availability: input.availability ?? 'available',
    is_visible: input.isVisible ?? true,
    is_price_hidden: input.isPriceHidden ?? false,
    date_created: frame.createdAt,
    date_modified: frame.modifiedAt,
    custom_url: {
      url: input.path ?? `/${slug(input.name)}/`,
      is_customized: input.path !== undefined,
    },
    base_variant_id: variants.length === 0 ? frame.idOf('variant base') : null,
  };
}

/** Its images, the primary one first. */
export function imagesOf(product: Product, input: NewProduct, idOf: IdOf): ProductImage[] {
  const urls = [input.imageUrl ?? [], input.moreImageUrls ?? []].flat();
  return urls.map((url, index) => ({
    id: idOf(`image ${index}`),
    product_id: product.id,
    is_thumbnail: index === 0 && input.imageUrl !== undefined,
    sort_order: index,
    description: product.name,
    image_file: new URL(url).pathname.slice(1),
    url_zoom: sized(url, 'zoom'),
    url_standard: url,
    url_thumbnail: sized(url, 'thumbnail'),
    url_tiny: sized(url, 'tiny'),
    date_modified: product.date_modified,
  }));
}

/** Each size has an address of its own, so that whoever takes the wrong one is found out. */
const sized = (url: string, size: string): string =>
  `${url}${url.includes('?') ? '&' : '?'}size=${size}`;
