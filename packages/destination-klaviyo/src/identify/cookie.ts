import * as z from 'zod';
import { externalIdLimit, isEmail } from '../map/identifiers.ts';
import { isExchangeId } from './exchange-id.ts';

/**
 * What the cookie `__kla_id` says of a browser. It is the visitor's: they can write into it what they like, so that an
 * email or an external id in it proves nothing. An exchange id cannot be guessed.
 */
export interface KlaviyoCookie {
  /** Klaviyo's id of this browser, on this host: a UUID. Nobody can be looked up by it. */
  readonly cid?: string;
  /** Points to a profile. There once Klaviyo's script knows who it is. */
  readonly exchangeId?: string;
  /** In older cookies: `$email`. */
  readonly email?: string;
  /** In older cookies: `$id`. */
  readonly externalId?: string;
}

/** Node reads no more of all headers together. */
const longestHeader = 16_384;

const cookieForm = /(?:^|;)\s*__kla_id\s*=\s*"?([^";]*)/g;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const textThat = (fits: (text: string) => boolean) =>
  z.string().refine(fits).optional().catch(undefined);

const Content = z.object({
  cid: z
    .string()
    .transform((cid) => (uuid.test(cid) ? cid : decoded(cid)))
    .refine((cid) => uuid.test(cid))
    .transform((cid) => cid.toLowerCase())
    .optional()
    .catch(undefined),
  $exchange_id: textThat(isExchangeId),
  $email: textThat(isEmail),
  $id: textThat((id) => id !== '' && id.length <= externalIdLimit),
});

/**
 * Reads Klaviyo's cookie `__kla_id`, which is base64 of JSON, out of a Cookie header. Never throws: what is missing,
 * malformed or too long is left out.
 *
 * If there are several, as there may be for a host and for its domain, the first one with an exchange id is taken, else
 * the first one.
 *
 * @param header the `Cookie` header; at most 16,384 characters are read.
 * @returns `undefined` when there is no such cookie, or when it says nothing of what we look for.
 *
 * @example
 * parseKlaviyoCookie(request.headers.get('cookie'))?.exchangeId
 */
export function parseKlaviyoCookie(header: string | null | undefined): KlaviyoCookie | undefined {
  if (!header || header.length > longestHeader) return undefined;
  const cookies = [...header.matchAll(cookieForm)]
    .map(([, value = '']) => read(value))
    .filter((cookie) => Object.keys(cookie).length > 0);
  return cookies.find(({ exchangeId }) => exchangeId !== undefined) ?? cookies[0];
}

function read(value: string): KlaviyoCookie {
  const { success, data } = Content.safeParse(json(decoded(unescaped(value.trim()))));
  if (!success) return {};
  const { cid, $exchange_id: exchangeId, $email: email, $id: externalId } = data;
  return {
    ...(cid !== undefined && { cid }),
    ...(exchangeId !== undefined && { exchangeId }),
    ...(email !== undefined && { email }),
    ...(externalId !== undefined && { externalId }),
  };
}

function unescaped(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

const decoded = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
