import type { Endpoint } from './endpoints/call.ts';
import { ENDPOINTS } from './endpoints/index.ts';
import { notFound, problemOf } from './protocol/problems.ts';
import { Refused } from './protocol/refusal.ts';

export interface Route {
  readonly endpoint: Endpoint;
  readonly params: Readonly<Record<string, string>>;
}

const PATTERNS = ENDPOINTS.map((endpoint) => ({
  endpoint,
  pattern: new RegExp(`^${endpoint.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}));

/** The endpoint of a request. What the sandbox does not serve is an honest 404 (or 405), never a pretence of success. */
export function route(method: string, path: string): Route {
  const matching = PATTERNS.flatMap(({ endpoint, pattern }) => {
    const match = pattern.exec(path);
    return match ? [{ endpoint, params: match.groups ?? {} }] : [];
  });
  const found = matching.find(({ endpoint }) => endpoint.method === method);
  if (found) return found;
  if (matching.length === 0) throw new Refused([notFound(`The sandbox has no ${method} ${path}.`)]);
  const allow = matching.map(({ endpoint }) => endpoint.method).join(', ');
  throw new Refused([problemOf(405, `Method "${method}" not allowed.`)], { allow });
}
