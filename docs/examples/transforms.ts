import {
  defineTransform,
  type Ecommerce,
  type PlannedEvent,
  type TrackEvent,
} from '@millrace/core';

/** Keeps the events of the office out of the reports. */
export const dropInternalTraffic = defineTransform({
  name: 'drop internal traffic',
  apply: (event) => (event.context.ip?.startsWith('10.') ? null : event),
});

/** Says which shop an order is from, if it does not say so itself. */
export const nameTheShop = (shop: string) =>
  defineTransform({
    name: 'name the shop',
    on: 'Order Completed',
    apply(event) {
      const affiliation = event.properties.affiliation ?? shop;
      return { ...event, properties: { ...event.properties, affiliation } };
    },
  });

type Order = PlannedEvent<Ecommerce, 'Order Completed'>;

/** The id is made of the order and the place of the card in it: the same each time. */
const giftCardSold = (order: Order, sku: unknown, place: number): TrackEvent => ({
  ...order,
  event: 'Gift Card Sold',
  messageId: `gift-card:${order.properties.order_id}:${place}`,
  properties: { order_id: order.properties.order_id, sku },
});

/** Tells of each gift card in an order with an event of its own. */
export const tellGiftCards = defineTransform({
  name: 'tell gift cards',
  on: 'Order Completed',
  apply(event) {
    const products = event.properties.products ?? [];
    const cards = products.filter(({ category }) => category === 'Gift card');
    return [event, ...cards.map(({ sku }, index) => giftCardSold(event, sku, index + 1))];
  },
});
