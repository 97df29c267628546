import { rfc2822, wholeSecond } from '../dates.ts';
import { counter } from '../ids.ts';
import { money } from '../money.ts';
import type { Order } from './order.ts';
import { type OrderActions, type OrderContext, orderEvents } from './order-actions.ts';
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
  /** Corrects what is known of the parcel. */
  updateShipment(orderId: number, shipmentId: number, changes: ParcelChanges): Shipment;
  /** Takes a shipment back: its items are not shipped. The status and `date_shipped` of the order stay as they are. */
  deleteShipment(orderId: number, shipmentId: number): void;
}

export type ParcelChanges = Pick<NewShipment, 'trackingNumber' | 'trackingCarrier'>;

const SHIPPED = 2;
const PARTIALLY_SHIPPED = 3;

export function shipping(context: OrderContext, orders: OrderActions): Shipping {
  const { book, emit, now } = context;
  const nextShipmentId = counter(1);
  const emitOrder = orderEvents(book, emit);
  const emitShipment = (event: string, orderId: number, id: number) =>
    emit(`store/shipment/${event}`, { type: 'shipment', id, orderId }, orderId);

  return {
    addShipment(orderId, input = {}) {
      const before = book.get(orderId);
      const items = input.items ?? open(before.products);
      const products = count(before.products, items, 'quantity_shipped');
      const date = rfc2822(wholeSecond(now()));
      const shipment = toShipment(nextShipmentId(), before, { ...input, items }, date);
      book.change(orderId, now(), (record) => ({
        ...shipped(record, products, { date_shipped: date }),
        shipments: [...record.shipments, shipment],
      }));
      emitShipment('created', orderId, shipment.id);
      const done = everyLine(products, (line) => line.quantity_shipped === line.quantity);
      advance(book, orders, orderId, done ? SHIPPED : PARTIALLY_SHIPPED);
      return shipment;
    },

    updateShipment(orderId, shipmentId, { trackingNumber, trackingCarrier }) {
      const before = find(book.get(orderId), shipmentId);
      const shipment = {
        ...before,
        tracking_number: trackingNumber ?? before.tracking_number,
        tracking_carrier: trackingCarrier ?? before.tracking_carrier,
      };
      book.change(orderId, now(), ({ shipments }) => ({
        shipments: shipments.map((each) => (each === before ? shipment : each)),
      }));
      emitShipment('updated', orderId, shipmentId);
      emitOrder('updated', orderId);
      return shipment;
    },

    deleteShipment(orderId, shipmentId) {
      const before = book.get(orderId);
      const gone = find(before, shipmentId);
      const back = gone.items.map(({ order_product_id, quantity }) => ({
        orderProductId: order_product_id,
        quantity: -quantity,
      }));
      const products = count(before.products, back, 'quantity_shipped');
      book.change(orderId, now(), (record) => ({
        ...shipped(record, products, {}),
        shipments: record.shipments.filter((each) => each !== gone),
      }));
      emitShipment('deleted', orderId, shipmentId);
      emitOrder('updated', orderId);
    },
  };
}

function shipped(record: OrderRecord, products: readonly OrderProduct[], more: Partial<Order>) {
  const items_shipped = products
    .filter((product) => !product.is_bundled_product)
    .reduce((sum, product) => sum + product.quantity_shipped, 0);
  return {
    products,
    order: { ...record.order, ...more, items_shipped },
    shippingAddresses: record.shippingAddresses.map((to) =>
      Object.assign({}, to, { items_shipped }),
    ),
  };
}

function find({ order, shipments }: OrderRecord, shipmentId: number): Shipment {
  const shipment = shipments.find(({ id }) => id === shipmentId);
  if (!shipment) throw new RangeError(`Order ${order.id} has no shipment ${shipmentId}`);
  return shipment;
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
