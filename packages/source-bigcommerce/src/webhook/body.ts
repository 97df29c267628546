import { MalformedWebhook, WebhookTooLarge } from './refusal.ts';

/** BigCommerce's webhooks have some hundred bytes. */
export const maxWebhookBytes = 64 * 1024;

/**
 * The bytes of a request, as they came.
 *
 * @throws {WebhookTooLarge} before more than the limit is in memory.
 */
export async function readBody(request: Request, maxBytes = maxWebhookBytes): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length')) > maxBytes) throw new WebhookTooLarge(maxBytes);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of request.body ?? []) {
      length += chunk.length;
      if (length > maxBytes) throw new WebhookTooLarge(maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof WebhookTooLarge) throw error;
    throw new MalformedWebhook('its body did not come through', error);
  }
  return Buffer.concat(chunks);
}
