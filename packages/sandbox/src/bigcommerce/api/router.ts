import type { Answer, SandboxRequest } from '../../http/index.ts';

export type Version = 'v2' | 'v3';

/** What a handler is given: the request, and the numbers in its path. */
export interface Call {
  readonly request: SandboxRequest;
  readonly query: URLSearchParams;
  /** The `{id}` parts of the path, in their order. */
  readonly ids: readonly number[];
  /** The `{key}` parts of the path, in their order. */
  readonly keys: readonly string[];
  /** The path below the store, as the API writes it in links. */
  readonly resource: string;
}

export type Endpoint = (call: Call) => Answer;

/** Endpoints by `GET /v2/orders/{id}`: `{id}` is a whole number, `{key}` a UUID or another 32 hexadecimal digits. */
export type Endpoints = Readonly<Record<string, Endpoint>>;

export interface Routed {
  readonly version: Version;
  /** Calls the endpoint; `undefined` when the version has none of this method and path. */
  readonly run: (() => Answer) | undefined;
}

const KEY = /^(?:[\da-f]{32}|[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12})$/i;

/** Finds the endpoint for a request. `undefined`: not an address of this store's API at all. */
export function router(storeHash: string, endpoints: Endpoints) {
  return (request: SandboxRequest): Routed | undefined => {
    const [, stores, hash, version, ...parts] = request.path.replace(/\/+$/, '').split('/');
    if (stores !== 'stores' || hash !== storeHash) return undefined;
    if (version !== 'v2' && version !== 'v3') return undefined;
    const ids: number[] = [];
    const keys: string[] = [];
    const pattern = parts.map((part) => {
      if (KEY.test(part)) {
        keys.push(part.toLowerCase());
        return '{key}';
      }
      if (!/^\d{1,15}$/.test(part)) return part;
      ids.push(Number(part));
      return '{id}';
    });
    const key = `${request.method} /${version}/${pattern.join('/')}`;
    const endpoint = Object.hasOwn(endpoints, key) ? endpoints[key] : undefined;
    const call = { request, query: request.query, ids, keys, resource: `/${parts.join('/')}` };
    return { version, run: endpoint && (() => endpoint(call)) };
  };
}
