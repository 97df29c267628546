import * as z from 'zod';
import { NotFound } from '../api/errors.ts';
import { readOne } from '../api/read.ts';
import type { Shop } from '../shop.ts';
import type { Checkout } from './schema.ts';

const Order = z.object({ status_id: z.int() });

/**
 * Whether a checkout has become an order that counts: between the payment and the end of its cart, both are there. It
 * costs a request only where there is an order at all, which a checkout names from the payment step on.
 *
 * @throws {ApiError}
 */
export async function isOrdered(
  { order_id: orderId }: Checkout,
  { api, settings }: Pick<Shop, 'api' | 'settings'>,
  signal: AbortSignal,
): Promise<boolean> {
  if (orderId === undefined) return false;
  try {
    const { status_id: status } = await readOne(api, `/v2/orders/${orderId}`, Order, { signal });
    return !settings.notPlaced.includes(status);
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}
