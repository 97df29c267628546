import type { Properties } from './klaviyo-event.ts';
import type { OrderLine } from './order-lines.ts';
import { put, putRest } from './put.ts';

/** What has a name of its own in Klaviyo. The rest of the line keeps the name it came with. */
const taken = new Set([
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

/** What is said of a line wherever it appears: as an item of an order, and as a product ordered. */
export function productProperties({ product, categories }: OrderLine): Properties {
  const properties: Properties = {};
  putRest(properties, product, taken);
  put(properties, 'ProductID', product.product_id);
  put(properties, 'SKU', product.sku);
  put(properties, 'ProductName', product.name);
  put(properties, 'Quantity', product.quantity);
  put(properties, 'ProductURL', product.url);
  put(properties, 'ImageURL', product.image_url);
  if (categories.length > 0) properties['Categories'] = categories;
  return properties;
}
