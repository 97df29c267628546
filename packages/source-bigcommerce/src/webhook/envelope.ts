import * as z from 'zod';
import { MalformedWebhook, UnknownStore } from './refusal.ts';

const orderId = z.coerce.number().pipe(z.int().positive()).nullish();

/**
 * What every webhook has. Which member of `data` names the order depends on the scope: `id` for those of the store,
 * `order_id` for those of a channel and (as a string) for transactions, `resource_id` (a string) for metafields.
 *
 * BigCommerce: Webhooks, "Webhook Events" and "Channel Webhook Events".
 */
const Envelope = z.looseObject({
  scope: z.string(),
  producer: z.string(),
  data: z.unknown(),
});
const OrderData = z.looseObject({ id: orderId, order_id: orderId, resource_id: orderId });

const orderScope = /^store\/(channel\/\d+\/)?order\//;

/**
 * The id of the order that a webhook is about, or `undefined` when it is about something else. Nothing more is taken
 * from it: webhooks come late, twice and in any order, so what is true of the order is read from the API.
 *
 * @throws {MalformedWebhook}
 * @throws {UnknownStore}
 */
export function orderOf(body: Uint8Array, storeHash: string): number | undefined {
  const envelope = Envelope.safeParse(json(body));
  if (!envelope.success) throw new MalformedWebhook('it has no scope or no producer');
  const { scope, producer, data } = envelope.data;
  if (producer !== `stores/${storeHash}`) throw new UnknownStore();
  if (!orderScope.test(scope)) return undefined;

  const order = OrderData.safeParse(data);
  const id = order.data?.order_id ?? order.data?.id ?? order.data?.resource_id;
  if (id === undefined || id === null) throw new MalformedWebhook('it names no order');
  return id;
}

function json(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new MalformedWebhook('it is not JSON', cause);
  }
}
