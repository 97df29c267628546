import { Webhook as StandardWebhook } from 'standardwebhooks';
import type { Webhook } from './events.ts';

export type Sign = (webhook: Webhook, at: number) => Record<string, string>;

/**
 * The Standard Webhooks headers of one attempt. The key is the client secret's own bytes, which the library wants as
 * base64; the timestamp is the attempt's, not the event's.
 *
 * Source: BigCommerce, HTTPS webhooks overview, "Security"; Standard Webhooks, "Signature scheme".
 */
export function signer(clientSecret: string): Sign {
  const standard = new StandardWebhook(Buffer.from(clientSecret).toString('base64'));
  return ({ webhookId, body }, at) => ({
    'webhook-id': webhookId,
    'webhook-timestamp': String(Math.floor(at / 1_000)),
    'webhook-signature': standard.sign(webhookId, new Date(at), body),
  });
}
