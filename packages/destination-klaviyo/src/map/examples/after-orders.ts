import { ana, type Example } from './example.ts';
import { lamps, lampsItem, order, orderInBigCommerce, orderInGuide, told, track } from './shop.ts';

const bigcommerce = { properties: 'bigcommerce' };
const cancelled = track('Order Cancelled', { ...order, reason: 'No longer needed' });
/** One of the lamps came back, as the second thing of this order that did. */
const refunded = track('Order Refunded', {
  order_id: '1001',
  refund_id: 'r-9',
  refund_number: 2,
  reason: 'Too bright',
  status: 'Partially Refunded',
  total: 18.33,
  currency: 'USD',
  products: [{ ...lamps, quantity: 1, discount: 1.66 }],
});
const lampItem = {
  ...lampsItem,
  Quantity: 1,
  RowTotal: 19.99,
  discount: 1.66,
  Categories: ['Home'],
};
const refund = {
  OrderId: '1001',
  refund_id: 'r-9',
  refund_number: 2,
  Reason: 'Too bright',
  total: 18.33,
  currency: 'USD',
};

export const afterOrders: readonly Example[] = [
  {
    title: 'Order Fulfilled is a Fulfilled Order, under the id of the order',
    in: track('Order Fulfilled', order),
    profile: ana,
    out: {
      operations: [told('Fulfilled Order', { id: '1001', value: 72.96, properties: orderInGuide })],
    },
  },
  {
    title: 'a shipment of an order has an id of its own',
    settings: bigcommerce,
    in: track('Order Fulfilled', { ...order, shipment_id: 5 }),
    profile: ana,
    out: {
      operations: [
        told('Fulfilled Order', {
          id: '1001_5',
          value: 69.46,
          properties: { ...orderInBigCommerce, shipment_id: 5 },
        }),
      ],
    },
  },
  {
    title: 'Order Cancelled is a Cancelled Order, under the id of the Placed Order',
    in: cancelled,
    profile: ana,
    out: {
      operations: [
        told('Cancelled Order', {
          id: '1001',
          value: 72.96,
          properties: { ...orderInGuide, Reason: 'No longer needed' },
        }),
      ],
    },
  },
  {
    title: 'with the properties of the BigCommerce integration, Cancelled Order, spelt as today',
    settings: { ...bigcommerce, cancelledMetric: 'Canceled Order' },
    in: cancelled,
    profile: ana,
    out: {
      operations: [
        told('Canceled Order', {
          id: '1001',
          value: 69.46,
          properties: { ...orderInBigCommerce, Reason: 'No longer needed' },
        }),
      ],
    },
  },
  {
    title: 'Order Refunded is a Refunded Order; the first has the id of the Placed Order',
    in: track('Order Refunded', {
      order_id: '1001',
      refund_id: 'r-8',
      refund_number: 1,
      total: 5,
      currency: 'USD',
    }),
    profile: ana,
    out: {
      operations: [
        told('Refunded Order', {
          id: '1001',
          value: 5,
          properties: {
            OrderId: '1001',
            refund_id: 'r-8',
            refund_number: 1,
            total: 5,
            currency: 'USD',
          },
        }),
      ],
    },
  },
  {
    title: 'a further refund of an order has an id of its own, so that it counts as well',
    in: refunded,
    profile: ana,
    out: {
      operations: [
        told('Refunded Order', {
          id: '1001_r-9',
          value: 18.33,
          properties: {
            ...refund,
            status: 'Partially Refunded',
            Categories: ['Home'],
            ItemNames: ['A lamp for two'],
            Items: [lampItem],
          },
        }),
      ],
    },
  },
  {
    title: 'with the properties of the BigCommerce integration, Refunded Order',
    settings: bigcommerce,
    in: refunded,
    profile: ana,
    out: {
      operations: [
        told('Refunded Order', {
          id: '1001_r-9',
          value: 18.33,
          properties: {
            ...refund,
            Items: ['A lamp for two'],
            'Item Count': 1,
            'Item Categories': ['Home'],
            Discounted: true,
            Status: 'Partially Refunded',
            $extra: { Items: [lampItem] },
          },
        }),
      ],
    },
  },
];
