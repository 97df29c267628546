import { ana, type Example } from './example.ts';
import { lamps, lampsItem, mug, mugItem, told, track } from './shop.ts';

const started = track('Checkout Started', {
  cart_id: 'c-7',
  checkout_url: 'https://shop.kelpwood.co/cart/c-7',
  value: 72.96,
  revenue: 64.96,
  shipping: 4.5,
  tax: 3.5,
  discount: 5,
  coupon: 'LIGHTS',
  currency: 'USD',
  products: [mug, lamps],
});
const rest = { cart_id: 'c-7', revenue: 64.96, shipping: 4.5, tax: 3.5, currency: 'USD' };

export const checkouts: readonly Example[] = [
  {
    title: 'Checkout Started is a Started Checkout, of its cart and second',
    in: started,
    profile: ana,
    out: {
      operations: [
        told('Started Checkout', {
          id: 'c-7_1784109600',
          value: 72.96,
          properties: {
            ...rest,
            CheckoutURL: 'https://shop.kelpwood.co/cart/c-7',
            Categories: ['Home', 'Kitchen'],
            ItemNames: ['A mug of oak', 'A lamp for two'],
            DiscountCode: 'LIGHTS',
            'Discount Code': 'LIGHTS',
            DiscountValue: 5,
            'Discount Value': 5,
            Items: [
              { ...mugItem, ProductCategories: ['Home', 'Kitchen'] },
              { ...lampsItem, ProductCategories: ['Home'] },
            ],
          },
        }),
      ],
    },
  },
  {
    title: 'with the properties of the BigCommerce integration, Started Checkout',
    settings: { properties: 'bigcommerce' },
    in: started,
    profile: ana,
    out: {
      operations: [
        told('Started Checkout', {
          id: 'c-7_1784109600',
          value: 69.46,
          properties: {
            ...rest,
            discount: 5,
            CheckoutURL: 'https://shop.kelpwood.co/cart/c-7',
            Items: ['A mug of oak', 'A lamp for two'],
            'Item Count': 4,
            'Item Categories': ['Home', 'Kitchen'],
            'Item Brands': ['Acme Woodworks'],
            Discounted: true,
            Coupons: ['LIGHTS'],
            $extra: {
              Items: [
                { ...mugItem, Categories: ['Home', 'Kitchen'] },
                { ...lampsItem, Categories: ['Home'] },
              ],
            },
          },
        }),
      ],
    },
  },
];
