import { Webhook as StandardWebhook } from 'standardwebhooks';
import type { Webhook } from './events.ts';

export type Sign = (webhook: Webhook, clientId: string, at: number) => Record<string, string>;

/**
 * The Standard Webhooks headers of one attempt. The key is the bytes of the secret of the hook's client, which the library wants as
 * base64; the timestamp is the attempt's, not the event's.
 *
 * Source: BigCommerce, HTTPS webhooks overview, "Security"; Standard Webhooks, "Signature scheme".
 */
export function signer(secretOf: (clientId: string) => string): Sign {
  const byClient = new Map<string, StandardWebhook>();
  const standardOf = (clientId: string): StandardWebhook => {
    const known = byClient.get(clientId);
    if (known) return known;
    const made = new StandardWebhook(Buffer.from(secretOf(clientId)).toString('base64'));
    byClient.set(clientId, made);
    return made;
  };
  return ({ webhookId, body }, clientId, at) => ({
    'webhook-id': webhookId,
    'webhook-timestamp': String(Math.floor(at / 1_000)),
    'webhook-signature': standardOf(clientId).sign(webhookId, new Date(at), body),
  });
}
