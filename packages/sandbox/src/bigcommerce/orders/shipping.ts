import { rfc2822, wholeSecond } from '../dates.ts';
import { counter } from '../ids.ts';
import { money } from '../money.ts';
import type { Emit } from '../webhooks/events.ts';
import type { OrderActions } from './order-actions.ts';
import type { OrderBook } from './order-book.ts';
import { advance, count, everyLine, type OrderItem } from './order-items.ts';
import type { Address, Shipment } from './order-parts.ts';
import type { OrderProduct } from './order-product.ts';
import type { OrderRecord } from './record.ts';

/** What `addShipment` takes. */
export interface NewShipment {
  /** All that is yet to be shipped when absent. */
  readonly items?: readonly OrderItem[] | undefined;
  readonly trackingNumber?: string | undefined;
  readonly trackingCarrier?: string | undefined;
}

export interface Shipping {
  /** Ships some or all of an order, which becomes Partially Shipped or Shipped. */
  addShipment(orderId: number, shipment?: NewShipment): Shipment;
}

const SHIPPED = 2;
const PARTIALLY_SHIPPED = 3;

export function shipping(
  book: OrderBook,
  orders: OrderActions,
  emit: Emit,
  now: () => number,
): Shipping {
  const nextShipmentId = counter(1);
  return {
    addShipment(orderId, input = {}) {
      const before = book.get(orderId);
      const items = input.items ?? open(before.products);
      const products = count(before.products, items, 'quantity_shipped');
      const date = rfc2822(wholeSecond(now()));
      const shipment = toShipment(nextShipmentId(), before, { ...input, items }, date);
      const items_shipped = products
        .filter((product) => !product.is_bundled_product)
        .reduce((shipped, product) => shipped + product.quantity_shipped, 0);
      book.change(orderId, now(), (record) => ({
        products,
        shipments: [...record.shipments, shipment],
        order: { ...record.order, items_shipped, date_shipped: date },
        shippingAddresses: record.shippingAddresses.map((to) =>
          Object.assign({}, to, { items_shipped }),
        ),
      }));
      emit('store/shipment/created', { type: 'shipment', id: shipment.id, orderId }, orderId);
      const done = everyLine(products, (line) => line.quantity_shipped === line.quantity);
      advance(book, orders, orderId, done ? SHIPPED : PARTIALLY_SHIPPED);
      return shipment;
    },
  };
}

function open(products: readonly OrderProduct[]): OrderItem[] {
  return products
    .map(({ id, quantity, quantity_shipped }) => ({
      orderProductId: id,
      quantity: quantity - quantity_shipped,
    }))
    .filter(({ quantity }) => quantity > 0);
}

function toShipment(
  id: number,
  { order, products, shippingAddresses }: OrderRecord,
  input: NewShipment & { items: readonly OrderItem[] },
  date: string,
): Shipment {
  const [to] = shippingAddresses;
  return {
    id,
    order_id: order.id,
    customer_id: order.customer_id,
    order_address_id: to?.id ?? 0,
    date_created: date,
    tracking_number: input.trackingNumber ?? '',
    merchant_shipping_cost: money('0'),
    shipping_method: to?.shipping_method ?? 'None',
    comments: '',
    shipping_provider: '',
    shipping_provider_display_name: '',
    tracking_carrier: input.trackingCarrier ?? '',
    tracking_link: '',
    generated_tracking_link: '',
    billing_address: plain(order.billing_address),
    shipping_address: plain(to ?? order.billing_address),
    items: input.items.map(({ orderProductId, quantity }) => ({
      order_product_id: orderProductId,
      product_id: products.find((product) => product.id === orderProductId)?.product_id ?? 0,
      quantity,
    })),
  };
}

function plain(address: Address): Omit<Address, 'form_fields'> {
  const { first_name, last_name, company, street_1, street_2, city, state, zip } = address;
  const { country, country_iso2, phone, email } = address;
  const name = { first_name, last_name, company };
  return { ...name, street_1, street_2, city, state, zip, country, country_iso2, phone, email };
}
