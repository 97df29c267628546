import type { Event } from '@millrace/core';
import { exchangeIdFromUrl, isExchangeId } from '../identify/exchange-id.ts';

/**
 * The exchange id that an event itself carries: the external id of type `_kx` in its context, else the parameter `_kx`
 * of the page that it happened on. It points to a profile of Klaviyo's.
 */
export function exchangeIdOf({ context }: Event): string | undefined {
  for (const { type, id } of context.externalIds ?? []) {
    if (type === '_kx' && isExchangeId(id)) return id;
  }
  const { url, search } = context.page ?? {};
  for (const address of [search, url]) {
    // To read an address is slow, and hardly any has one.
    if (address?.includes('_kx=')) return exchangeIdFromUrl(address);
  }
  return undefined;
}
