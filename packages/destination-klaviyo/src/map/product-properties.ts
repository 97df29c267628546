import { toNumber } from './decimal.ts';
import type { Properties } from './klaviyo-event.ts';
import type { OrderLine } from './order-lines.ts';
import { put, putRest } from './put.ts';

/** What has a name of its own in Klaviyo. The rest of a product keeps the name it came with. */
export const productNames: ReadonlySet<string> = new Set([
  'product_id',
  'sku',
  'name',
  'quantity',
  'price',
  'url',
  'image_url',
  'category',
  'categories',
  'brand',
]);

/** An item of an order (`Categories`) or of a cart (`ProductCategories`), as an object. */
export function item(
  { product, categories, total }: OrderLine,
  categoriesName: 'Categories' | 'ProductCategories',
): Properties {
  const properties: Properties = {};
  putRest(properties, product, productNames);
  put(properties, 'ProductID', product.product_id);
  put(properties, 'SKU', product.sku);
  put(properties, 'ProductName', product.name);
  put(properties, 'Quantity', product.quantity);
  put(properties, 'ItemPrice', product.price);
  put(properties, 'RowTotal', toNumber(total));
  put(properties, 'ProductURL', product.url);
  put(properties, 'ImageURL', product.image_url);
  if (categories.length > 0) properties[categoriesName] = categories;
  put(properties, 'Brand', product.brand);
  return properties;
}

/** What several lines say under one name, in their order. */
export function* said(lines: readonly OrderLine[], name: 'name' | 'brand'): Iterable<string> {
  for (const { product } of lines) {
    const value = product[name];
    // A plan of a team's own may leave products unchecked.
    if (typeof value === 'string' && value !== '') yield value;
  }
}

/** The categories of several lines, in their order. */
export function* categoriesIn(lines: readonly OrderLine[]): Iterable<string> {
  for (const { categories } of lines) yield* categories;
}
