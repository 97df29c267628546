import { asAna, common, metric } from './example.ts';

// One order, told of in several ways. Its lines are worth 69.96; with 5 off for the lamps, 4.5 for shipping and 3.5 of
// tax, it comes to 72.96.

export const mug = {
  product_id: '1111',
  sku: 'MUG-OAK',
  name: 'A mug of oak',
  brand: 'Acme Woodworks',
  category: 'Home',
  categories: ['Home', 'Kitchen'],
  price: 9.99,
  quantity: 1,
  url: 'https://shop.kelpwood.co/mug',
  image_url: 'https://shop.kelpwood.co/mug.png',
};
export const lamps = {
  product_id: '1112',
  sku: 'LAMP-2',
  name: 'A lamp for two',
  category: 'Home',
  price: 19.99,
  cost: 11,
  quantity: 3,
  variant: 'Brass',
  discount: 5,
};
export const order = {
  order_id: '1001',
  total: 72.96,
  subtotal: 64.96,
  revenue: 64.96,
  shipping: 4.5,
  tax: 3.5,
  discount: 5,
  coupon: 'LIGHTS',
  currency: 'USD',
  status: 'Shipped',
  note: null,
  gift_wrapping: 0,
  billing_address: { first_name: 'Ana', street_1: '1 Kelp Rd', city: 'Boston', country_iso2: 'US' },
  products: [
    { line_item_id: '71', ...mug },
    { line_item_id: '72', ...lamps },
  ],
};

/** The lines as items: without the categories, which orders and carts name in two ways. */
export const mugItem = {
  ProductID: '1111',
  SKU: 'MUG-OAK',
  ProductName: 'A mug of oak',
  Quantity: 1,
  ItemPrice: 9.99,
  RowTotal: 9.99,
  ProductURL: 'https://shop.kelpwood.co/mug',
  ImageURL: 'https://shop.kelpwood.co/mug.png',
  Brand: 'Acme Woodworks',
};
export const lampsItem = {
  ProductID: '1112',
  SKU: 'LAMP-2',
  ProductName: 'A lamp for two',
  Quantity: 3,
  ItemPrice: 19.99,
  RowTotal: 59.97,
  variant: 'Brass',
  cost: 11,
  discount: 5,
};
export const orderItems = [
  { line_item_id: '71', ...mugItem, Categories: ['Home', 'Kitchen'] },
  { line_item_id: '72', ...lampsItem, Categories: ['Home'] },
];
export const billing = {
  FirstName: 'Ana',
  Address1: '1 Kelp Rd',
  City: 'Boston',
  CountryCode: 'US',
};
const amounts = {
  total: 72.96,
  subtotal: 64.96,
  revenue: 64.96,
  shipping: 4.5,
  tax: 3.5,
  currency: 'USD',
};

/** What the order says, in each schema. */
export const orderInGuide = {
  ...amounts,
  status: 'Shipped',
  OrderId: '1001',
  Categories: ['Home', 'Kitchen'],
  ItemNames: ['A mug of oak', 'A lamp for two'],
  Brands: ['Acme Woodworks'],
  DiscountCode: 'LIGHTS',
  'Discount Code': 'LIGHTS',
  DiscountValue: 5,
  'Discount Value': 5,
  BillingAddress: billing,
  Items: orderItems,
};
export const orderInBigCommerce = {
  ...amounts,
  discount: 5,
  OrderId: '1001',
  Items: ['A mug of oak', 'A lamp for two'],
  'Item Count': 4,
  'Item Categories': ['Home', 'Kitchen'],
  'Item Brands': ['Acme Woodworks'],
  Discounted: true,
  Coupons: ['LIGHTS'],
  Status: 'Shipped',
  BillingAddress: billing,
  $extra: { Items: orderItems },
};

export const track = (event: string, properties: Record<string, unknown>) =>
  ({ ...common, type: 'track', userId: '991', event, properties }) as const;

interface Told {
  readonly id: string;
  readonly value?: number;
  readonly properties: object;
}

/** One event of Ana's, as an operation. */
export const told = (name: string, { id, value, properties }: Told) => ({
  lane: 'events',
  key: `${name}:${id}`,
  payload: {
    profile: asAna,
    event: {
      metric: metric(name),
      unique_id: id,
      time: common.timestamp,
      ...(value !== undefined && { value, value_currency: 'USD' }),
      properties,
    },
  },
});
