import { decimal, toNumber } from './decimal.ts';
import type { Properties } from './klaviyo-event.ts';
import { categoriesOf, linesOf, type Product, totalOf } from './order-lines.ts';
import { sumOf } from './order-value.ts';
import { item, productNames, said } from './product-properties.ts';
import { putList, putProperty, putRest } from './put.ts';
import type { TrackMapping } from './track-mapping.ts';

/** What has a name of its own in Klaviyo. The rest keeps the name it came with. */
const taken: ReadonlySet<string> = new Set([...productNames, 'products', 'checkout_url', 'value']);

/**
 * A product was put into the cart: that product, and all that is in the cart now if the event has it as `products`.
 *
 * It is worth what the cart is: `value`, else the sum of `products`; if neither is there, what was added.
 *
 * Klaviyo: Integrate a platform without a pre-built integration, Added to Cart
 */
export const addedToCart: TrackMapping = (event) => {
  const added: Product = event.properties;
  const lines = linesOf(event.properties);
  const properties: Properties = {};
  putRest(properties, added, taken, putProperty);
  putAdded(properties, added);
  putProperty(properties, 'CheckoutURL', added['checkout_url']);
  putList(properties, 'ItemNames', said(lines, 'name'));
  if (lines.length > 0) {
    properties['Items'] = lines.map((line) => item(line, 'ProductCategories'));
  }
  return [
    {
      metric: 'Added to Cart',
      uniqueId: event.messageId,
      time: event.timestamp,
      value: toNumber(decimal(added['value']) ?? sumOf(lines) ?? totalOf(added)),
      currency: added['currency'],
      properties,
    },
  ];
};

/** In both spellings that Klaviyo's guide has had: flows and segments hang on either. */
function putAdded(properties: Properties, added: Product): void {
  putProperty(properties, 'AddedItemProductName', added.name);
  putProperty(properties, 'AddedItemProductID', added.product_id);
  for (const prefix of ['AddedItem', 'AddedItem_']) {
    putProperty(properties, `${prefix}SKU`, added.sku);
    putList(properties, `${prefix}Categories`, categoriesOf(added));
    putProperty(properties, `${prefix}ImageURL`, added.image_url);
    putProperty(properties, `${prefix}URL`, added.url);
    putProperty(properties, `${prefix}Price`, added.price);
    putProperty(properties, `${prefix}Quantity`, added.quantity);
  }
}
