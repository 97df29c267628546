import { ana, type Example } from './example.ts';
import { order, orderInBigCommerce, orderInGuide, told, track } from './shop.ts';

export const orders: readonly Example[] = [
  {
    title: 'Order Completed is a Placed Order, and an Ordered Product for each line',
    in: track('Order Completed', order),
    profile: ana,
    out: {
      operations: [
        told('Placed Order', { id: '1001', value: 72.96, properties: orderInGuide }),
        told('Ordered Product', {
          id: '1001_71',
          value: 9.99,
          properties: {
            OrderId: '1001',
            line_item_id: '71',
            ProductID: '1111',
            SKU: 'MUG-OAK',
            ProductName: 'A mug of oak',
            Quantity: 1,
            ProductURL: 'https://shop.kelpwood.co/mug',
            ImageURL: 'https://shop.kelpwood.co/mug.png',
            Categories: ['Home', 'Kitchen'],
            ProductCategories: ['Home', 'Kitchen'],
            ProductBrand: 'Acme Woodworks',
          },
        }),
        told('Ordered Product', {
          id: '1001_72',
          value: 59.97,
          properties: {
            OrderId: '1001',
            line_item_id: '72',
            ProductID: '1112',
            SKU: 'LAMP-2',
            ProductName: 'A lamp for two',
            Quantity: 3,
            Categories: ['Home'],
            ProductCategories: ['Home'],
            variant: 'Brass',
            cost: 11,
            discount: 5,
          },
        }),
      ],
    },
  },
  {
    title: 'with the properties of the BigCommerce integration, Placed Order and Ordered Product',
    settings: { properties: 'bigcommerce' },
    in: track('Order Completed', order),
    profile: ana,
    out: {
      operations: [
        told('Placed Order', { id: '1001', value: 69.46, properties: orderInBigCommerce }),
        told('Ordered Product', {
          id: '1001_71',
          value: 9.99,
          properties: {
            OrderId: '1001',
            line_item_id: '71',
            Name: 'A mug of oak',
            ProductID: '1111',
            SKU: 'MUG-OAK',
            Categories: ['Home', 'Kitchen'],
            Quantity: 1,
            'Product Price': 9.99,
            Price: 69.46,
            Discounted: false,
            ProductURL: 'https://shop.kelpwood.co/mug',
            ImageURL: 'https://shop.kelpwood.co/mug.png',
            ProductBrand: 'Acme Woodworks',
          },
        }),
        told('Ordered Product', {
          id: '1001_72',
          value: 54.97,
          properties: {
            OrderId: '1001',
            line_item_id: '72',
            Name: 'A lamp for two',
            ProductID: '1112',
            SKU: 'LAMP-2',
            Categories: ['Home'],
            Quantity: 3,
            'Product Price': 19.99,
            'Product Cost': 11,
            Price: 69.46,
            Discounted: true,
            Option: 'Brass',
            discount: 5,
          },
        }),
      ],
    },
  },
];
