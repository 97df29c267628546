import { Throttled, Unavailable } from '../api/errors.ts';

/** Why a request for the feed is not answered with one. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const wrongMethod: Refusal = {
  status: 405,
  code: 'METHOD_NOT_ALLOWED',
  message: 'The feed is read with GET.',
  headers: { allow: 'GET, HEAD' },
};

export const notAuthorised: Refusal = {
  status: 401,
  code: 'NOT_AUTHORISED',
  message: 'The feed is read with a token: as the password of HTTP Basic, or as ?token=.',
  headers: { 'www-authenticate': 'Basic realm="catalogue feed", charset="UTF-8"' },
};

export const unknownFormat: Refusal = {
  status: 400,
  code: 'UNKNOWN_FORMAT',
  message: 'The formats are json and xml.',
};

export const tooMany: Refusal = {
  status: 503,
  code: 'TOO_MANY_READERS',
  message: 'The feed is being read by too many at once. Try again later.',
  headers: { 'retry-after': '60' },
};

/** An empty feed would empty the catalogue in Klaviyo: a wrong channel must not do that. */
export const nothingToShow: Refusal = {
  status: 503,
  code: 'EMPTY_FEED',
  message: 'The channel shows no products that could be in the feed.',
};

/** What failed is for the log; the reader learns whether it is worth trying again. */
export function couldNotBeMade(error: unknown): Refusal {
  const mayPass = error instanceof Throttled || error instanceof Unavailable;
  return {
    status: mayPass ? 503 : 500,
    code: 'FEED_NOT_MADE',
    message: 'The feed cannot be made now.',
    ...(mayPass && { headers: { 'retry-after': '60' } }),
  };
}

const always = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export function refused({ status, code, message, headers }: Refusal): Response {
  return Response.json({ error: code, message }, { status, headers: { ...always, ...headers } });
}

export function answered(body: ReadableStream<Uint8Array> | null, contentType: string): Response {
  return new Response(body, { headers: { ...always, 'content-type': contentType } });
}
