import { afterOrders } from './after-orders.ts';
import { browsing } from './browsing.ts';
import { checkouts } from './checkouts.ts';
import { consent } from './consent.ts';
import type { Example } from './example.ts';
import { orders } from './orders.ts';
import { otherEvents } from './other-events.ts';
import { profiles } from './profiles.ts';

export type { Example } from './example.ts';

/** What Klaviyo is told of which event. */
export const examples: readonly Example[] = [
  ...browsing,
  ...checkouts,
  ...orders,
  ...afterOrders,
  ...profiles,
  ...consent,
  ...otherEvents,
];
