import { ana, common, type Example, nobody } from './example.ts';
import { lamps, lampsItem, mug, mugItem, told, track } from './shop.ts';

const page = {
  ...common,
  type: 'page',
  anonymousId: 'a-1',
  name: 'Lamps',
  properties: { url: 'https://shop.kelpwood.co/lamps', path: '/lamps', title: 'Lamps' },
} as const;
const lampsPage = {
  name: 'Lamps',
  page: 'https://shop.kelpwood.co/lamps',
  path: '/lamps',
  title: 'Lamps',
};

export const browsing: readonly Example[] = [
  {
    title: 'a page is Active on Site, under one id for each visit',
    settings: { activeOnSite: true },
    in: { ...page, context: { sessionId: 1784109600 } },
    profile: ana,
    out: {
      operations: [told('Active on Site', { id: 'visit_1784109600', properties: lampsPage })],
    },
  },
  {
    title: 'without a session, a visit is one visitor in one half-hour of the clock',
    settings: { activeOnSite: true },
    in: { ...page, timestamp: '2026-07-15T10:00:00.000Z' },
    profile: ana,
    out: {
      operations: [told('Active on Site', { id: 'visit_a-1_1784109600', properties: lampsPage })],
    },
  },
  {
    title: 'a page of nobody known is not held',
    settings: { activeOnSite: true },
    in: page,
    profile: nobody,
    out: { drop: 'no email is known (setting enforceEmail)' },
  },
  {
    title: 'Product Viewed is a Viewed Product',
    in: track('Product Viewed', { ...mug, compare_at_price: 14.99, currency: 'USD', position: 3 }),
    profile: ana,
    out: {
      operations: [
        told('Viewed Product', {
          id: 'm-1',
          properties: {
            ProductName: 'A mug of oak',
            ProductID: '1111',
            SKU: 'MUG-OAK',
            Categories: ['Home', 'Kitchen'],
            ImageURL: 'https://shop.kelpwood.co/mug.png',
            URL: 'https://shop.kelpwood.co/mug',
            Brand: 'Acme Woodworks',
            Price: 9.99,
            CompareAtPrice: 14.99,
            quantity: 1,
            currency: 'USD',
            position: 3,
          },
        }),
      ],
    },
  },
  {
    title:
      'Product Added is an Added to Cart: what was added, and the whole cart if the event has it',
    in: track('Product Added', {
      cart_id: 'c-7',
      ...mug,
      currency: 'USD',
      checkout_url: 'https://shop.kelpwood.co/cart/c-7',
      products: [lamps, mug],
    }),
    profile: ana,
    out: {
      operations: [
        told('Added to Cart', {
          id: 'm-1',
          value: 69.96,
          properties: {
            cart_id: 'c-7',
            currency: 'USD',
            AddedItemProductName: 'A mug of oak',
            AddedItemProductID: '1111',
            AddedItemSKU: 'MUG-OAK',
            AddedItemCategories: ['Home', 'Kitchen'],
            AddedItemImageURL: 'https://shop.kelpwood.co/mug.png',
            AddedItemURL: 'https://shop.kelpwood.co/mug',
            AddedItemPrice: 9.99,
            AddedItemQuantity: 1,
            AddedItem_SKU: 'MUG-OAK',
            AddedItem_Categories: ['Home', 'Kitchen'],
            AddedItem_ImageURL: 'https://shop.kelpwood.co/mug.png',
            AddedItem_URL: 'https://shop.kelpwood.co/mug',
            AddedItem_Price: 9.99,
            AddedItem_Quantity: 1,
            CheckoutURL: 'https://shop.kelpwood.co/cart/c-7',
            ItemNames: ['A lamp for two', 'A mug of oak'],
            Items: [
              { ...lampsItem, ProductCategories: ['Home'] },
              { ...mugItem, ProductCategories: ['Home', 'Kitchen'] },
            ],
          },
        }),
      ],
    },
  },
];
