import type { Properties } from '../klaviyo-event.ts';
import type { Order } from '../order-lines.ts';
import { totalOfCheckout, totalOfOrder } from '../order-value.ts';
import { categoriesIn, item, productNames, said } from '../product-properties.ts';
import { put, putList, putProperty, putRest } from '../put.ts';
import { orderNames, putOrder } from './order-properties.ts';
import type { Schema } from './schema.ts';

/** What has a name of its own in Klaviyo. The rest keeps the name it came with. */
const order: ReadonlySet<string> = new Set([...orderNames, 'coupon', 'discount']);
const checkout: ReadonlySet<string> = new Set([
  'products',
  'checkout_url',
  'coupon',
  'discount',
  'value',
]);

/**
 * The names of Klaviyo's guide. Where it once spelt a property in another way (`Discount Code`, `ProductCategories` of an
 * Ordered Product), both are said: flows and segments hang on either.
 *
 * Klaviyo: Integrate a platform without a pre-built integration
 */
export const ecommerce: Schema = {
  order(source, lines) {
    const properties: Properties = {};
    putRest(properties, source, order, putProperty);
    putOrder(properties, source);
    // Klaviyo segments on properties that are no objects, so what the lines say is said of the order as well.
    putList(properties, 'Categories', categoriesIn(lines));
    putList(properties, 'ItemNames', said(lines, 'name'));
    putList(properties, 'Brands', said(lines, 'brand'));
    putDiscount(properties, source);
    if (lines.length > 0) properties['Items'] = lines.map((line) => item(line, 'Categories'));
    return properties;
  },
  orderValue: totalOfOrder,

  checkout(source, lines) {
    const properties: Properties = {};
    putRest(properties, source, checkout, putProperty);
    putProperty(properties, 'CheckoutURL', source['checkout_url']);
    putList(properties, 'Categories', categoriesIn(lines));
    putList(properties, 'ItemNames', said(lines, 'name'));
    putDiscount(properties, source);
    if (lines.length > 0) {
      properties['Items'] = lines.map((line) => item(line, 'ProductCategories'));
    }
    return properties;
  },
  checkoutValue: totalOfCheckout,

  orderedProduct({ product, categories }, { order_id: id }) {
    const properties: Properties = {};
    putRest(properties, product, productNames, putProperty);
    properties['OrderId'] = id;
    putProperty(properties, 'ProductID', product.product_id);
    putProperty(properties, 'SKU', product.sku);
    putProperty(properties, 'ProductName', product.name);
    putProperty(properties, 'Quantity', product.quantity);
    putProperty(properties, 'ProductURL', product.url);
    putProperty(properties, 'ImageURL', product.image_url);
    if (categories.length > 0) {
      properties['Categories'] = categories;
      properties['ProductCategories'] = categories;
    }
    put(properties, 'ProductBrand', product.brand);
    return properties;
  },
  /** "The total cost of an item in the order before any adjustments": neither discounts nor shipping nor tax are in it. */
  lineValue: ({ total }) => total,
};

function putDiscount(
  properties: Properties,
  { coupon, discount }: Pick<Order, 'coupon' | 'discount'>,
): void {
  putProperty(properties, 'DiscountCode', coupon);
  putProperty(properties, 'Discount Code', coupon);
  putProperty(properties, 'DiscountValue', discount);
  putProperty(properties, 'Discount Value', discount);
}
