import { createHmac } from 'node:crypto';

export const clientSecret = 'client-secret-of-the-tests';

export interface WebhookParts {
  readonly scope?: string;
  readonly data?: unknown;
  readonly storeHash?: string;
  /** The body as it is sent, instead of what the other parts make. */
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly secret?: string;
  readonly headers?: Record<string, string>;
}

/** A webhook as BigCommerce sends it, signed; the headers given replace its own, and an empty one takes it away. */
export function webhook(parts: WebhookParts): Request {
  const { scope = 'store/order/updated', data = { type: 'order', id: 1001 }, at } = parts;
  const envelope = {
    scope,
    store_id: '1001234567',
    data,
    hash: 'f'.repeat(40),
    created_at: Math.floor(at / 1_000),
    producer: `stores/${parts.storeHash ?? 'abc123'}`,
  };
  const body = parts.body ?? JSON.stringify(envelope);
  const id = 'msg_1';
  const timestamp = String(Math.floor(at / 1_000));
  const mac = createHmac('sha256', parts.secret ?? clientSecret)
    .update(`${id}.${timestamp}.`)
    .update(body)
    .digest('base64');
  const headers = new Headers({
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${mac}`,
  });
  for (const [name, value] of Object.entries(parts.headers ?? {})) {
    if (value === '') headers.delete(name);
    else headers.set(name, value);
  }
  return new Request('https://shop.example/webhooks', { method: 'POST', headers, body });
}
