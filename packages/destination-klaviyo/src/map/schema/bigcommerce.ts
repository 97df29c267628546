import { toNumber } from '../decimal.ts';
import type { Properties } from '../klaviyo-event.ts';
import type { Checkout, Order, OrderLine } from '../order-lines.ts';
import { categoriesIn, item, said } from '../product-properties.ts';
import { putList, putProperty, putRest } from '../put.ts';
import {
  checkoutValue,
  couponsOf,
  goodsAndShipping,
  isDiscounted,
  itemCount,
  lineValue,
  optionsOf,
} from './bigcommerce-values.ts';
import { orderNames, putOrder } from './order-properties.ts';
import type { Schema } from './schema.ts';

/** What has a name of its own in Klaviyo. The rest keeps the name it came with. */
const named = ['coupon', 'coupons', 'item_count', 'status'] as const;
const order: ReadonlySet<string> = new Set([...orderNames, ...named]);
const checkout: ReadonlySet<string> = new Set(['products', 'checkout_url', 'value', ...named]);
const line: ReadonlySet<string> = new Set([
  'product_id',
  'sku',
  'name',
  'quantity',
  'price',
  'cost',
  'url',
  'image_url',
  'category',
  'categories',
  'brand',
  'variant',
  'options',
]);

/**
 * The names of Klaviyo's own BigCommerce integration, so that flows and segments made for it keep working. What an order
 * says besides is under the names of Klaviyo's guide, and its lines are whole in `$extra.Items`, for templates.
 *
 * Klaviyo: Review your BigCommerce data
 */
export const bigcommerce: Schema = {
  order(source, lines) {
    const properties: Properties = {};
    putRest(properties, source, order, putProperty);
    putOrder(properties, source);
    putLines(properties, source, lines);
    return properties;
  },
  orderValue: goodsAndShipping,

  checkout(source, lines) {
    const properties: Properties = {};
    putRest(properties, source, checkout, putProperty);
    putProperty(properties, 'CheckoutURL', source['checkout_url']);
    putLines(properties, source, lines);
    return properties;
  },
  checkoutValue,

  orderedProduct({ product, categories }, { order_id: id }, orderValue) {
    const properties: Properties = {};
    putRest(properties, product, line, putProperty);
    properties['OrderId'] = id;
    putProperty(properties, 'Name', product.name);
    putProperty(properties, 'ProductID', product.product_id);
    putProperty(properties, 'SKU', product.sku);
    if (categories.length > 0) properties['Categories'] = categories;
    putProperty(properties, 'Quantity', product.quantity);
    putProperty(properties, 'Product Price', product.price);
    putProperty(properties, 'Product Cost', product['cost']);
    putProperty(properties, 'Price', orderValue);
    properties['Discounted'] = isDiscounted(product);
    putProperty(properties, 'Option', optionsOf(product));
    putProperty(properties, 'ProductURL', product.url);
    putProperty(properties, 'ImageURL', product.image_url);
    putProperty(properties, 'ProductBrand', product.brand);
    return properties;
  },
  lineValue,
};

function putLines(
  properties: Properties,
  source: Order | Checkout,
  lines: readonly OrderLine[],
): void {
  putList(properties, 'Items', said(lines, 'name'));
  putProperty(properties, 'Item Count', toNumber(itemCount(source, lines)));
  putList(properties, 'Item Categories', categoriesIn(lines));
  putList(properties, 'Item Brands', said(lines, 'brand'));
  properties['Discounted'] =
    isDiscounted(source) || lines.some(({ product }) => isDiscounted(product));
  putList(properties, 'Coupons', couponsOf(source));
  putProperty(properties, 'Status', source['status']);
  if (lines.length > 0) {
    properties['$extra'] = { Items: lines.map((each) => item(each, 'Categories')) };
  }
}
