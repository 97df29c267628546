import type { Properties } from './klaviyo-event.ts';
import { categoriesOf, type Product } from './order-lines.ts';
import { putList, putProperty, putRest } from './put.ts';
import type { TrackMapping } from './track-mapping.ts';

/** What has a name of its own in Klaviyo. The rest keeps the name it came with. */
const taken: ReadonlySet<string> = new Set([
  'product_id',
  'sku',
  'name',
  'price',
  'compare_at_price',
  'url',
  'image_url',
  'category',
  'categories',
  'brand',
]);

/**
 * A product was looked at. It is worth nothing yet.
 *
 * Klaviyo: Integrate a platform without a pre-built integration, Viewed Product
 */
export const viewedProduct: TrackMapping = (event) => {
  const product: Product = event.properties;
  const properties: Properties = {};
  putRest(properties, product, taken, putProperty);
  putProperty(properties, 'ProductName', product.name);
  putProperty(properties, 'ProductID', product.product_id);
  putProperty(properties, 'SKU', product.sku);
  putList(properties, 'Categories', categoriesOf(product));
  putProperty(properties, 'ImageURL', product.image_url);
  putProperty(properties, 'URL', product.url);
  putProperty(properties, 'Brand', product.brand);
  putProperty(properties, 'Price', product.price);
  putProperty(properties, 'CompareAtPrice', product['compare_at_price']);
  return [
    {
      metric: 'Viewed Product',
      uniqueId: event.messageId,
      time: event.timestamp,
      value: undefined,
      currency: undefined,
      properties,
    },
  ];
};
