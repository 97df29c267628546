import { describe, expect, it } from 'vitest';
import { ecommerce, type Ecommerce } from './events.ts';

const monopoly = {
  product_id: '507f1f77bcf86cd799439011',
  sku: 'G-32',
  category: 'Games',
  name: 'Monopoly: 3rd Edition',
  brand: 'Hasbro',
  variant: '200 pieces',
  price: 18.99,
  url: 'https://www.example.com/product/path',
  image_url: 'https://www.example.com/product/path.jpg',
};
const product = { ...monopoly, quantity: 1, coupon: 'MAYDEALS', position: 3 };
const products = [product, { product_id: '505bd76785ebb509fc183733', name: 'Uno', price: 3 }];
const promotion = {
  promotion_id: 'promo_1',
  creative: 'top_banner_2',
  name: '75% store-wide shoe sale',
  position: 'home_banner_top',
};
const step = { checkout_id: 'c-1', step: 2, shipping_method: 'Fedex', payment_method: 'Visa' };
const transaction = {
  order_id: '50314b8e9bcf000000000000',
  affiliation: 'Google Store',
  revenue: 22.5,
  shipping: 3,
  tax: 2,
  discount: 2.5,
  coupon: 'hasbros',
  currency: 'USD',
  products,
};
const order = { ...transaction, total: 27.5 };
const coupon = { order_id: 'o-1', cart_id: 'k-1', coupon_id: 'may_deals_2016' };
const wishlistItem = { wishlist_id: 'w-1', wishlist_name: 'Loved Games', ...product };
const share = { share_via: 'email', share_message: 'Look!', recipient: 'friend@example.com' };

/** Every event of the plan, with every property that the table of the spec lists, and those that we add. */
const examples: Record<keyof Ecommerce, Record<string, unknown>> = {
  'Products Searched': { query: 'blue roses' },
  'Product List Viewed': { list_id: 'hot_deals_1', category: 'Deals', products },
  'Product List Filtered': {
    list_id: 'todays_deals_may_11_2019',
    category: 'Beauty',
    filters: [{ type: 'price', value: 'under-$25' }],
    sorts: [{ type: 'price', value: 'desc' }],
    products,
  },
  'Promotion Viewed': promotion,
  'Promotion Clicked': promotion,
  'Product Clicked': product,
  'Product Viewed': { ...product, currency: 'USD', value: 18.99 },
  'Product Added': { cart_id: 'k-1', ...product },
  'Product Removed': { cart_id: 'k-1', ...product },
  'Cart Viewed': { cart_id: 'k-1', products },
  'Checkout Started': { ...transaction, value: 30 },
  'Checkout Step Viewed': step,
  'Checkout Step Completed': step,
  'Payment Info Entered': { ...step, order_id: 'o-1' },
  'Order Updated': order,
  'Order Completed': { ...order, checkout_id: 'c-1', subtotal: 22.5 },
  'Order Fulfilled': { ...order, shipment_id: 's-1' },
  'Order Refunded': {
    order_id: 'o-1',
    refund_id: 'r-1',
    refund_number: 1,
    reason: 'Too small',
    total: 30,
    currency: 'USD',
    products,
  },
  'Order Cancelled': { ...order, reason: 'No longer needed' },
  'Coupon Entered': coupon,
  'Coupon Applied': { ...coupon, coupon_name: 'May Deals 2016', discount: 23.32 },
  'Coupon Denied': { ...coupon, coupon_name: 'May Deals 2016', reason: 'Coupon expired' },
  'Coupon Removed': { ...coupon, coupon_name: 'May Deals 2016', discount: 23.32 },
  'Product Added to Wishlist': wishlistItem,
  'Product Removed from Wishlist': wishlistItem,
  'Wishlist Product Added to Cart': { cart_id: 'k-1', ...wishlistItem },
  'Product Shared': { ...share, ...monopoly },
  'Cart Shared': { ...share, cart_id: 'k-1', products: [{ product_id: '507f1f77' }] },
  'Product Reviewed': { product_id: 'p-1', review_id: 'r-1', review_body: 'Good', rating: '5' },
};
const names = Object.keys(examples) as (keyof Ecommerce)[];
const ordered = [
  'Order Completed',
  'Order Updated',
  'Order Fulfilled',
  'Order Refunded',
  'Order Cancelled',
] as const;
const needsOrderId = new Set<string>(ordered);

describe('the plan', () => {
  it('has the 28 events of the spec, and Order Fulfilled', () => {
    expect(names.filter((name) => name !== 'Order Fulfilled')).toHaveLength(28);
    expect(names).toContain('Order Fulfilled');
    expect(Object.keys(ecommerce).toSorted()).toEqual(names.toSorted());
  });

  it.each(names)('%s accepts the example of the spec as it is', (name) => {
    expect(ecommerce[name].parse(examples[name])).toEqual(examples[name]);
  });

  it.each(names)('%s names every property that the spec lists', (name) => {
    const named = Object.keys(ecommerce[name].shape);
    expect(named).toEqual(expect.arrayContaining(Object.keys(examples[name])));
  });

  it.each(names)('%s keeps a property that the spec does not name', (name) => {
    const input = { ...examples[name], gift_wrap: { colour: 'red' } };
    expect(ecommerce[name].parse(input)).toEqual(input);
  });

  it.each(names)('%s requires nothing but the order id of an order', (name) => {
    const required = needsOrderId.has(name) ? { order_id: 'o-1' } : {};
    const nulls = Object.fromEntries(Object.keys(ecommerce[name].shape).map((key) => [key, null]));
    expect(ecommerce[name].parse(required)).toEqual(required);
    expect(ecommerce[name].parse({ ...nulls, ...required })).toEqual({ ...nulls, ...required });
  });

  it.each(ordered)('%s is refused without an order id', (name) => {
    expect(ecommerce[name].safeParse({ total: 1 }).error?.issues[0]?.path).toEqual(['order_id']);
    expect(ecommerce[name].safeParse({ order_id: null }).success).toBe(false);
    expect(ecommerce[name].safeParse({ order_id: '' }).success).toBe(false);
  });
});

describe('values', () => {
  const completed = ecommerce['Order Completed'];
  const viewed = ecommerce['Product Viewed'];

  it('turns amounts, counts, positions and numeric ids into one form', () => {
    const parsed = completed.parse({
      order_id: 1001,
      total: '27.50',
      products: [{ product_id: 7, sku: 45790, price: '19.00', quantity: '2', position: '3' }],
    });
    expect(parsed).toEqual({
      order_id: '1001',
      total: 27.5,
      products: [{ product_id: '7', sku: '45790', price: 19, quantity: 2, position: 3 }],
    });
  });

  it.each(['price', 'value'])('refuses %s as anything but a decimal', (name) => {
    expect(viewed.safeParse({ [name]: '$19' }).success).toBe(false);
  });

  it.each(['total', 'subtotal', 'revenue', 'shipping', 'tax', 'discount'])(
    'refuses %s as anything but a decimal',
    (name) => {
      expect(completed.safeParse({ order_id: '1', [name]: '19,00' }).success).toBe(false);
    },
  );

  it('refuses a position or a step that is not a number', () => {
    expect(viewed.safeParse({ position: 'first' }).success).toBe(false);
    expect(ecommerce['Checkout Step Viewed'].safeParse({ step: '2b' }).success).toBe(false);
  });

  it('trims a currency and writes it in capitals', () => {
    expect(viewed.parse({ currency: ' eur ' }).currency).toBe('EUR');
  });

  it.each(['', 'EURO', '€', 'E1R', 'US D'])('refuses %j as a currency', (currency) => {
    const { error } = viewed.safeParse({ currency });
    expect(error?.issues[0]?.message).toBe('expected a three-letter ISO 4217 code such as "EUR"');
  });

  it('takes an empty sku or promotion position, which stores send for none', () => {
    expect(viewed.parse({ sku: '' }).sku).toBe('');
    expect(ecommerce['Promotion Viewed'].parse({ position: '' }).position).toBe('');
  });

  it('takes a numeric rating and promotion position as their digits', () => {
    expect(ecommerce['Product Reviewed'].parse({ rating: 4.5 }).rating).toBe('4.5');
    expect(ecommerce['Promotion Viewed'].parse({ position: 1 }).position).toBe('1');
  });

  it('takes a search for an object, as the spec does', () => {
    const query = { text: 'roses', colour: 'blue' };
    expect(ecommerce['Products Searched'].parse({ query })).toEqual({ query });
    expect(ecommerce['Products Searched'].safeParse({ query: 5 }).success).toBe(false);
  });

  it('names the item and the field that is wrong', () => {
    const { error } = completed.safeParse({ order_id: '1', products: [{}, { price: 'free' }] });
    expect(error?.issues[0]?.path).toEqual(['products', 1, 'price']);
  });
});
