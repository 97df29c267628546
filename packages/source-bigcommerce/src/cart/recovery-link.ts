import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Recovery } from './settings.ts';

/** The address that brings a shopper back to a cart, as often as it is followed, for as long as the cart is there. */
export function recoveryLink(cartId: string, storeHash: string, recovery: Recovery): string {
  const [secret = ''] = recovery.secret;
  const link = new URL(recovery.url);
  link.searchParams.set('cart', cartId);
  link.searchParams.set('sig', sign(cartId, storeHash, secret));
  return link.href;
}

/** The cart of an address that we made; `undefined` when nobody with the secret did. */
export function cartOf(
  query: URLSearchParams,
  storeHash: string,
  recovery: Recovery,
): string | undefined {
  const cartId = query.get('cart') ?? '';
  const given = Buffer.from(query.get('sig') ?? '');
  const isOurs = recovery.secret.some((secret) => {
    const wanted = Buffer.from(sign(cartId, storeHash, secret));
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
  return isOurs ? cartId : undefined;
}

/** The id of a cart is a UUID; whatever it is, it goes into the path of a request. */
export const isCartId = (text: string): boolean => /^[\w-]{1,64}$/.test(text);

/** The secret may be used for other things as well: what is signed says what for. */
function sign(cartId: string, storeHash: string, secret: string): string {
  const what = `bigcommerce cart recovery\n${storeHash}\n${cartId}`;
  return createHmac('sha256', secret).update(what).digest('base64url');
}
