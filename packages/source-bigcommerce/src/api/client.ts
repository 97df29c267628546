import type { Clock } from '@millrace/core';
import * as z from 'zod';
import { Order, OrderCoupon, OrderProduct } from '../order/schema.ts';
import type { Settings } from '../settings.ts';
import { patient, veryPatient } from './backoff.ts';
import {
  AccessRefused,
  OrderNotFound,
  Throttled,
  Unavailable,
  UnexpectedAnswer,
} from './errors.ts';
import type { Gate } from './gate.ts';
import { quotaWait, throttledFor } from './quota.ts';
import { get } from './request.ts';

/** The largest page. BigCommerce: "Filtering", V2 pagination. */
const pageSize = 250;

/** The part of the Orders V2 API that an Order Completed is made of. Its calls throw an ApiError. */
export interface OrdersApi {
  order(id: number, signal: AbortSignal): Promise<Order>;
  products(id: number, signal: AbortSignal): Promise<readonly OrderProduct[]>;
  coupons(id: number, signal: AbortSignal): Promise<readonly OrderCoupon[]>;
}

export function ordersApi(settings: Settings, clock: Clock, gate: Gate): OrdersApi {
  const orders = `${settings.endpoint}/stores/${settings.storeHash}/v2/orders`;

  async function read(path: string, signal: AbortSignal): Promise<unknown> {
    await gate.pass(signal);
    const sentAt = clock.now();
    try {
      const { status, headers, text } = await get(`${orders}/${path}`, settings, clock, signal);
      gate.pause(quotaWait(headers));
      if (status === 429) {
        const wait = throttledFor(headers);
        if (wait === undefined) gate.failed(sentAt, patient);
        else gate.pause(wait);
        throw new Throttled();
      }
      const body = bodyOf(status, text);
      gate.succeeded();
      return body;
    } catch (error) {
      if (error instanceof Unavailable) gate.failed(sentAt, patient);
      else if (error instanceof AccessRefused) gate.failed(sentAt, veryPatient);
      throw error;
    }
  }

  /** All pages. V2 says nothing of how many there are: the last is the one that is not full. */
  async function list<T extends { id: number }>(
    path: string,
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<readonly T[]> {
    const found = new Map<number, T>();
    for (let page = 1; ; page += 1) {
      const body = await read(`${path}?limit=${pageSize}&page=${page}`, signal);
      const items = parse(z.array(schema), body ?? [], path);
      const known = found.size;
      for (const item of items) found.set(item.id, item);
      // A server that does not know `page` answers with the same one for ever.
      if (items.length < pageSize || found.size === known) return [...found.values()];
    }
  }

  return {
    order: async (id, signal) => parse(Order, await read(String(id), signal), 'order'),
    products: (id, signal) => list(`${id}/products`, OrderProduct, signal),
    coupons: (id, signal) => list(`${id}/coupons`, OrderCoupon, signal),
  };
}

/** The one place where the vendor's statuses get their meaning. */
function bodyOf(status: number, text: string): unknown {
  if (status === 204) return undefined;
  if (status === 401 || status === 403) throw new AccessRefused(status);
  if (status === 404) throw new OrderNotFound();
  // 408 and 499: the request took too long; 423: the store is being moved or upgraded.
  if (status >= 500 || [408, 423, 499].includes(status)) throw new Unavailable(`status ${status}`);
  if (status !== 200) throw new UnexpectedAnswer(`with status ${status}`);
  try {
    return JSON.parse(text);
  } catch {
    throw new Unavailable('its answer is not JSON');
  }
}

/** Names the fields that are wrong, and no value. */
function parse<S extends z.ZodType>(schema: S, body: unknown, what: string): z.output<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => path.join('.') || 'all of it').slice(0, 5);
  throw new UnexpectedAnswer(`with something that is no ${what}: ${fields.join(', ')}`);
}
