import { type DestinationContext, DestinationUnavailable, retryAfter } from '@millrace/core';
import { request, type Response } from './request.ts';

export interface ApiSettings {
  readonly apiKey: string;
  readonly endpoint: string;
  readonly revision: string;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
}

/** What Klaviyo made of a request: it took it, or found fault with what is in it. */
export type Answer =
  | { readonly ok: true }
  | { readonly ok: false; readonly status: number; readonly body: string };

/** Posts a body, which is JSON, to Klaviyo. Throws a {@link DestinationUnavailable} when nothing is wrong with the body. */
export type Api = (path: string, body: string, context: DestinationContext) => Promise<Answer>;

/** The statuses by which Klaviyo finds fault with the body. */
const refusals = new Set([400, 409, 413, 422]);

export function createApi(settings: ApiSettings): Api {
  const { apiKey, endpoint, revision, fetch, timeoutMs } = settings;
  const headers = {
    authorization: `Klaviyo-API-Key ${apiKey}`,
    revision,
    accept: 'application/vnd.api+json',
    'content-type': 'application/vnd.api+json',
  };
  return async (path, body, context) => {
    const init = { method: 'POST', headers, body };
    const response = await request(fetch, endpoint + path, init, timeoutMs, context);
    if (response.ok) return { ok: true };
    if (!refusals.has(response.status)) throw unavailable(path, response, context.clock.now());
    // What a server says may be repeated to people, whatever it says.
    return { ok: false, status: response.status, body: response.body.replaceAll(apiKey, '…') };
  };
}

function unavailable(path: string, response: Response, now: number): DestinationUnavailable {
  const { status } = response;
  const said = `Klaviyo answered ${status} to ${path}`;
  if (status === 401 || status === 403) {
    return new DestinationUnavailable(
      `${said}: check apiKey and its scopes (events:write, profiles:write)`,
    );
  }
  if (status === 429) {
    return new DestinationUnavailable(`${said}: too many requests`, {
      retryAt: retryAfter(response.retryAfter, now),
    });
  }
  if (status === 408 || status >= 500) {
    return new DestinationUnavailable(`${said}: it is down or overloaded`, {
      retryAt: retryAfter(response.retryAfter, now),
    });
  }
  // Gone, moved, not found, a web page: no event can be at fault, and none is given up for it.
  return new DestinationUnavailable(`${said}: check endpoint and revision`);
}
