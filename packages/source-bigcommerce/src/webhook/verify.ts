import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Settings } from '../settings.ts';
import { InvalidSignature } from './refusal.ts';

/** How far the vendor's clock may be ahead of ours. Standard Webhooks: its libraries' tolerance. */
const aheadSeconds = 300;

type Trust = Pick<Settings, 'clientSecret' | 'signature' | 'toleranceSeconds' | 'sharedHeader'>;

/**
 * Checks that a webhook comes from the store: the HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}` with the
 * client secret's bytes as the key must be among the signatures, and its time close to now.
 *
 * BigCommerce: HTTPS webhooks overview, "Security". Standard Webhooks: "Signature scheme".
 *
 * @param body the bytes as they came: JSON that was parsed and written again has another signature.
 * @param now milliseconds since 1970.
 * @throws {InvalidSignature}
 */
export function verify(headers: Headers, body: Uint8Array, trust: Trust, now: number): void {
  const { sharedHeader } = trust;
  if (sharedHeader && !sameText(headers.get(sharedHeader.name) ?? '', sharedHeader.value)) {
    throw new InvalidSignature(`the header ${sharedHeader.name} is missing or has another value`);
  }

  if (trust.signature === 'off') return;

  const id = headers.get('webhook-id');
  const timestamp = headers.get('webhook-timestamp');
  const signatures = headers.get('webhook-signature');
  if (id === null && timestamp === null && signatures === null) {
    if (trust.signature === 'if-present') return;
    throw new InvalidSignature('it is not signed');
  }
  if (!id || !timestamp || !signatures) {
    throw new InvalidSignature('webhook-id, webhook-timestamp or webhook-signature is missing');
  }
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new InvalidSignature('webhook-timestamp is not a number of seconds');
  }
  const age = now / 1_000 - Number(timestamp);
  if (age > trust.toleranceSeconds || age < -aheadSeconds) {
    throw new InvalidSignature('it was signed too long ago, or a clock is wrong');
  }

  const given = signatures.split(' ').flatMap((entry) => {
    const [version, signature] = entry.split(',');
    return version === 'v1' && signature ? [Buffer.from(signature, 'base64')] : [];
  });
  const valid = trust.clientSecret.some((secret) => {
    const mac = createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest();
    return given.some((bytes) => bytes.length === mac.length && timingSafeEqual(bytes, mac));
  });
  if (!valid) throw new InvalidSignature('its signature does not match');
}

/** In constant time: the digests have one length, whatever the texts have. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
