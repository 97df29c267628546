import type { Answer } from '../../http/index.ts';
import type { Version } from './router.ts';

/** The V2 APIs answer an empty collection with nothing at all. */
export function v2List(items: readonly unknown[]): Answer {
  return items.length === 0 ? { status: 204 } : { status: 200, body: items };
}

export function v2One(item: unknown): Answer {
  return { status: 200, body: item };
}

export function v3One(data: unknown): Answer {
  return { status: 200, body: { data, meta: {} } };
}

/**
 * An error in the words of the version that was called: V2 answers a list of messages, V3 one object.
 *
 * Source: BigCommerce, Orders V2 and Webhooks V3 references, error responses.
 */
export function problem(
  version: Version,
  status: number,
  title: string,
  errors: Readonly<Record<string, string>> = {},
): Answer {
  if (version === 'v2') return { status, body: [{ status, message: title }] };
  return {
    status,
    body: { status, title, type: '/api-docs/getting-started/api-status-codes', errors },
  };
}

export function notFound(version: Version): Answer {
  return problem(version, 404, 'The requested resource was not found.');
}
