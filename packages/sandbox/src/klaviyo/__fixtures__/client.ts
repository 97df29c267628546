import type { KlaviyoSandbox } from '../sandbox.ts';

/** An answer of the sandbox, read. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; loosely typed, as every test knows what it asked for. */
  readonly json: Json;
  /** `status`, and the pointer or parameter of every error. */
  readonly refused: { readonly status: number; readonly at: readonly string[] };
}

export type Json = { readonly [key: string]: Json } & readonly Json[];

/** A plain client: what any program would send to Klaviyo. */
export function client(sandbox: KlaviyoSandbox) {
  return async (method: string, path: string, body?: unknown, headers = {}): Promise<Received> => {
    const response = await fetch(sandbox.url + path, {
      method,
      headers: {
        authorization: `Klaviyo-API-Key ${sandbox.apiKey}`,
        revision: '2026-07-15',
        'content-type': 'application/vnd.api+json',
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = (text === '' ? {} : JSON.parse(text)) as Json;
    const at = [...(json['errors'] ?? [])].map(({ source }) =>
      String(source?.['pointer'] ?? source?.['parameter'] ?? ''),
    );
    return {
      status: response.status,
      headers: response.headers,
      text,
      json,
      refused: { status: response.status, at },
    };
  };
}
