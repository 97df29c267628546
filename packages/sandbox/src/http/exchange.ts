import type { IncomingHttpHeaders } from 'node:http';

/** One request as a sandbox sees it: read to the end and decompressed. */
export interface SandboxRequest {
  readonly method: string;
  /** Without the query, exactly as it was sent (still percent-encoded). */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** When it arrived, by the sandbox's clock (ms). */
  readonly at: number;
}

/** What a sandbox answers. A string or a Buffer is sent as it is, anything else as JSON, `undefined` as no body. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export type Handler = (request: SandboxRequest) => Answer | Promise<Answer>;

/**
 * The vendor's own words for a failure the base server decides on: 400 (body cannot be decompressed), 413 (body too
 * large), 415 (unknown content encoding), 500 (the handler threw), and the statuses of injected faults. For a
 * throttle `retryAfter` is given, and the vendor's headers for it belong in the answer. `path` is the request's.
 */
export type Refusal = (status: number, retryAfter?: number | string, path?: string) => Answer;

/** The bytes to send and their type; JSON unless the answer says otherwise. */
export function encode(answer: Answer): {
  headers: Record<string, string>;
  bytes: Buffer | string;
} {
  const { body, headers = {} } = answer;
  if (body === undefined) {
    // HTTP forbids a length on 204.
    const length = answer.status === 204 ? {} : { 'content-length': '0' };
    return { headers: { ...length, ...headers }, bytes: '' };
  }
  const bytes = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const length = { 'content-length': String(Buffer.byteLength(bytes)) };
  return { headers: { 'content-type': 'application/json', ...length, ...headers }, bytes };
}
