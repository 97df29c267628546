// The code of docs/guide/klaviyo-identity.md: each block there is one of the regions here.

import type { Pipeline } from '@millrace/core';
import {
  exchangeIdFromUrl,
  klaviyoExternalIds,
  type KlaviyoProfiles,
} from '@millrace/destination-klaviyo';

/** What the storefront knows of a visitor: the id in a cookie of its own, and the cart once there is one. */
interface Visitor {
  readonly anonymousId: string;
  readonly cartId?: string;
}

//#region visitor
/** All that may tell later who a visitor is. Goes into every event of the storefront. */
export function visitorOf(request: Request, { anonymousId, cartId }: Visitor) {
  const externalIds = klaviyoExternalIds({
    cookie: request.headers.get('cookie'),
    url: request.url,
  });
  if (cartId !== undefined) externalIds.push({ type: 'bigcommerce_cart_id', id: cartId });
  return { anonymousId, context: { externalIds } };
}
//#endregion visitor

//#region landing
/** Whoever comes by a link of Klaviyo's is known from the first page on. */
export async function welcome(
  pipeline: Pick<Pipeline, 'identify'>,
  profiles: KlaviyoProfiles,
  request: Request,
  visitor: Visitor,
): Promise<void> {
  const exchangeId = exchangeIdFromUrl(request.url);
  if (exchangeId === undefined) return;
  const { email } = (await profiles.resolveProfile({ exchangeId })) ?? {};
  if (email !== undefined) {
    await pipeline.identify({ ...visitorOf(request, visitor), traits: { email } });
  }
}
//#endregion landing

//#region handler
/** Tells the front end what it needs for its search, and no more. `emailOf` reads the session of the shop. */
export function ruleContexts(
  profiles: KlaviyoProfiles,
  emailOf: (request: Request) => Promise<string | undefined>,
): (request: Request) => Promise<Response> {
  return profiles.handler({
    async authorize(request, query) {
      // A message may have been forwarded: whoever has its exchange id learns a taste, but no name.
      if ('exchangeId' in query) return ['properties.Rule Contexts'];
      const isOwn = 'email' in query && query.email === (await emailOf(request))?.toLowerCase();
      return isOwn ? ['id', 'externalId', 'firstName', 'properties.Rule Contexts'] : [];
    },
  });
}
//#endregion handler
