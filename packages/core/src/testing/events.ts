import type { CommonFields, IdentifyEvent, TrackEvent } from '../event/event.ts';
import { deepFreeze } from '../event/json.ts';

/** What a test may say of an event; the rest is filled in. */
type Overrides<E> = Partial<Omit<E, 'type'>>;

let made = 0;

/** Each event has a `messageId` of its own; all else is the same in every run. */
function common(): CommonFields {
  made += 1;
  return {
    messageId: `event-${made}`,
    userId: '42',
    timestamp: '2026-07-15T10:00:00.000Z',
    receivedAt: '2026-07-15T10:00:01.000Z',
    context: {},
    integrations: {},
  };
}

/** A normalised track event, frozen, as plugins receive it. */
export function trackEvent(overrides: Overrides<TrackEvent> = {}): TrackEvent {
  const event = 'Coupon Applied';
  const properties = { coupon_id: 'SUMMER' };
  return frozen({ ...common(), type: 'track', event, properties, ...overrides });
}

/** A normalised identify event, frozen, as plugins receive it. */
export function identifyEvent(overrides: Overrides<IdentifyEvent> = {}): IdentifyEvent {
  const traits = { email: 'jo@example.com', firstName: 'Jo' };
  return frozen({ ...common(), type: 'identify', traits, ...overrides });
}

/** An Order Completed of `lines` different products at 10.50 each. Segment spec: E-commerce, Order Completed. */
export function orderCompleted({
  lines = 2,
  orderId = '1001',
  ...overrides
}: {
  readonly lines?: number;
  readonly orderId?: string;
} & Overrides<TrackEvent> = {}): TrackEvent {
  const products = Array.from({ length: lines }, (_, index) => ({
    product_id: `product-${index + 1}`,
    sku: `SKU-${index + 1}`,
    name: `Product ${index + 1}`,
    price: 10.5,
    quantity: 1,
    position: index + 1,
  }));
  const total = 10.5 * lines;
  const email = 'jo@example.com';
  return trackEvent({
    event: 'Order Completed',
    properties: { order_id: orderId, email, total, revenue: total, currency: 'EUR', products },
    ...overrides,
  });
}

/** A copy, so that what a test handed in stays as it was. */
function frozen<E>(event: E): E {
  return deepFreeze(structuredClone(event));
}
