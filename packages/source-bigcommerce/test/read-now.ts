import type { Clock } from '@millrace/core';
import type { OrderReading } from '../src/order/tell.ts';

/** An order that was read just now, of a customer of whose account nobody knows the email. */
export const readNow = (clock: Clock): OrderReading => ({
  readAt: clock.now(),
  emailOf: async () => ({ is: 'unknown' }),
});
