import type { ExternalId } from '@millrace/core';
import { parseKlaviyoCookie } from './cookie.ts';
import { exchangeIdFromUrl } from './exchange-id.ts';

/** The type of an external id that is an exchange id. */
const exchangeIdType = '_kx';
/** The type of an external id that is the `cid` of Klaviyo's cookie. */
const cidType = 'klaviyo_cid';

/** Where Klaviyo's ids of a visitor are found. */
export interface Visit {
  /** The `Cookie` header. */
  readonly cookie?: string | null | undefined;
  /** Of the page that the visitor landed on. */
  readonly url?: string | URL | undefined;
}

/**
 * What Klaviyo says of a visitor, for the `context.externalIds` of an event: all events with one of these ids are then of
 * one profile. The exchange id of the address comes before that of the cookie, which may be older.
 *
 * The email and the external id that an older cookie may have are left out: anybody can write them into their own.
 *
 * @returns none when there is none. Never throws.
 *
 * @example
 * const externalIds = klaviyoExternalIds({ cookie: request.headers.get('cookie'), url: request.url });
 * await pipeline.track({ anonymousId, event: 'Product Viewed', properties, context: { externalIds } });
 */
export function klaviyoExternalIds({ cookie, url }: Visit): ExternalId[] {
  const { cid, exchangeId } = parseKlaviyoCookie(cookie) ?? {};
  const pointer = (url === undefined ? undefined : exchangeIdFromUrl(url)) ?? exchangeId;
  const ids: ExternalId[] = [];
  if (pointer !== undefined) ids.push({ type: exchangeIdType, id: pointer });
  if (cid !== undefined) ids.push({ type: cidType, id: cid });
  return ids;
}
