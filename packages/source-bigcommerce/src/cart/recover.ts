import type { Clock, Logger } from '@millrace/core';
import * as z from 'zod';
import type { Api } from '../api/api.ts';
import { NotFound } from '../api/errors.ts';
import { dataOf, parseAnswer } from '../api/read.ts';
import type { Settings } from '../settings.ts';
import { reasonOf } from '../work/failure.ts';
import { cartOf } from './recovery-link.ts';

export interface Recoverer {
  readonly api: Api;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The pipeline closes. */
  readonly closing: AbortSignal;
}

/** Nobody waits longer for a shop to open. */
const patienceMs = 5_000;

const Redirect = z.object({ checkout_url: z.url({ protocol: /^https?$/ }) });

/** What an email's link says of where a visit comes from: all that goes on to the checkout. */
const carried = /^(utm_[a-z_]{1,40}|_kx)$/;
const mostCarried = 12;
const longestCarried = 500;

/**
 * Answers whoever follows a recovery link: makes an address of the cart's checkout, which is good for one visit, and sends
 * them there. Whatever is wrong - a link that we did not make, a cart that is gone, BigCommerce out of reach - they
 * arrive in the shop. They are never sent anywhere else.
 *
 * BigCommerce: REST Management, Carts, "Create Cart Redirect URL" (scope Carts, modify).
 *
 * @param recoverer what makes the address; `undefined` when the source is attached to no pipeline.
 */
export function recoveryHandler(
  { storeHash, recovery }: Pick<Settings, 'storeHash' | 'recovery'>,
  recoverer: () => Recoverer | undefined,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (recovery === undefined) return answer(404);
    // Whoever only asks whether the link is alive makes no use of it.
    if (request.method === 'HEAD') return answer(200);
    if (request.method !== 'GET') return answer(405, { allow: 'GET, HEAD' });
    const { searchParams: query } = new URL(request.url);
    const cartId = cartOf(query, storeHash, recovery);
    const by = recoverer();
    if (cartId === undefined || by === undefined) return to(recovery.fallbackUrl);
    try {
      return to(await checkoutUrl(cartId, carriedFrom(query), by));
    } catch (error) {
      if (!(error instanceof NotFound)) {
        by.logger.warn(
          { cartId, reason: reasonOf(error) },
          'A shopper could not be brought back to a cart.',
        );
      }
      return to(recovery.fallbackUrl);
    }
  };
}

async function checkoutUrl(
  cartId: string,
  carry: Readonly<Record<string, string>>,
  { api, clock, closing }: Recoverer,
): Promise<string> {
  const tooLate = new AbortController();
  const timer = clock.after(patienceMs, () =>
    tooLate.abort(new Error(`BigCommerce said nothing within ${patienceMs} ms.`)),
  );
  try {
    const path = `/v3/carts/${cartId}/redirect_urls`;
    const body = { query_params: carry };
    const signal = AbortSignal.any([tooLate.signal, closing]);
    const answered = await api.send('POST', path, body, { signal });
    return parseAnswer(Redirect, dataOf(answered), path).checkout_url;
  } finally {
    timer.cancel();
  }
}

function carriedFrom(query: URLSearchParams): Readonly<Record<string, string>> {
  const carry = [...query].filter(
    ([name, value]) => carried.test(name) && value.length <= longestCarried,
  );
  return Object.fromEntries(carry.slice(0, mostCarried));
}

const to = (location: string): Response => answer(302, { location });

/** Nothing of it may be kept: the next visit needs an address of its own, and the shop need not know this one. */
function answer(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, {
    status,
    headers: { ...headers, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  });
}
