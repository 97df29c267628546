import {
  type DestinationContext,
  DestinationUnavailable,
  type Quota,
  retryAfter,
} from '@millrace/core';
import { MissingScope } from './missing-scope.ts';
import { quotaOf } from './quota.ts';
import { request, type Response } from './request.ts';
import { scopesOf } from './scopes.ts';

export interface ApiSettings {
  readonly apiKey: string;
  readonly endpoint: string;
  readonly revision: string;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
}

/** What Klaviyo made of a request: it took it, or found fault with what is in it. */
export type Answer = { readonly quota: readonly Quota[] } & (
  | { readonly ok: true; readonly body: string }
  | { readonly ok: false; readonly status: number; readonly body: string }
);

/** An answer that finds fault with the body. */
export type Refusal = Extract<Answer, { ok: false }>;

export type Method = 'GET' | 'POST' | 'DELETE';

/**
 * Sends a body, which is JSON, to Klaviyo; without one, it asks. Throws a {@link DestinationUnavailable} when nothing is
 * wrong with the body.
 *
 * @param method default: `POST` with a body, `GET` without one.
 */
export type Api = (
  path: string,
  body: string | undefined,
  context: DestinationContext,
  method?: Method,
) => Promise<Answer>;

/** The statuses by which Klaviyo finds fault with the body. */
const refusals = new Set([400, 409, 413, 422]);

export function createApi(settings: ApiSettings): Api {
  const { apiKey, endpoint, revision, fetch, timeoutMs } = settings;
  const asking = {
    authorization: `Klaviyo-API-Key ${apiKey}`,
    revision,
    accept: 'application/vnd.api+json',
  };
  const sending = { ...asking, 'content-type': 'application/vnd.api+json' };
  const failed = (call: Call, response: Response, now: number) =>
    unavailable({ ...call, revision }, response, now);
  return async (path, body, context, method = body === undefined ? 'GET' : 'POST') => {
    const init =
      body === undefined ? { method, headers: asking } : { method, headers: sending, body };
    const call = { method, path };
    const response = await request(fetch, endpoint + path, init, timeoutMs, context);
    const now = context.clock.now();
    const quota = quotaOf(response.quota, now);
    // A proxy that answers 200 or 400 with a page of its own speaks for itself; of a size, it may be the judge.
    if (response.isPage && response.status !== 413) throw failed(call, response, now);
    if (response.ok) return { ok: true, quota, body: response.body };
    if (!refusals.has(response.status) && !isNoList(path, response))
      throw failed(call, response, now);
    // What a server says may be repeated to people, whatever it says.
    const said = response.body.replaceAll(apiKey, '…');
    return { ok: false, status: response.status, body: said, quota };
  };
}

/** Of a list that is not there the path is at fault, and so the event that named it. */
function isNoList(path: string, { status, body }: Response): boolean {
  return status === 404 && path.startsWith('/api/lists/') && body.includes('"not_found"');
}

interface Call {
  readonly method: Method;
  readonly path: string;
}

function unavailable(
  { method, path, revision }: Call & { readonly revision: string },
  response: Response,
  now: number,
): DestinationUnavailable {
  const { status } = response;
  // Without its query, which may name a person.
  const said = `Klaviyo answered ${status} to ${method} ${path.split('?')[0]}`;
  if (response.isPage && status < 500) {
    return new DestinationUnavailable(
      `${said} with a web page, of a proxy or a firewall: check endpoint and the way there`,
    );
  }
  if (status === 401 || status === 403) {
    const why = status === 401 ? 'apiKey is wrong or was revoked' : 'apiKey lacks a scope';
    const Kind = status === 403 ? MissingScope : DestinationUnavailable;
    return new Kind(`${said}: ${why}. Check apiKey and its scopes (${scopesOf(method, path)})`);
  }
  if (status === 410) {
    return new DestinationUnavailable(
      `${said}: revision ${revision} of its API is retired. Check endpoint and revision, or update this package`,
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
