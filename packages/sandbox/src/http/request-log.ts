import type { IncomingHttpHeaders } from 'node:http';
import type { SandboxRequest } from './exchange.ts';

/** A request the sandbox received, as it can be looked at afterwards. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  /** Without the `?`; empty when there was none. */
  readonly query: string;
  /** Without the headers that carry a secret. */
  readonly headers: IncomingHttpHeaders;
  /** Parsed when it is JSON, else the text; `undefined` when there was none, or when it is no longer kept. */
  readonly body: unknown;
  /** The status that was answered; 0 when the client got no answer. */
  readonly status: number;
  readonly at: number;
  /** The kind of injected fault this request met. */
  readonly fault?: string;
}

/** The log keeps the last this many requests ... */
export const REQUESTS_KEPT = 1000;
/** ... and the bodies of the newest of them, up to this many bytes in all. */
export const BODY_BYTES_KEPT = 64 * 1024 * 1024;

const SECRET_HEADERS = new Set(['authorization', 'x-auth-token', 'cookie', 'proxy-authorization']);

/** The last requests. Bounded in number and in bytes, so that a long run or a benchmark cannot fill the memory. */
export class RequestLog {
  #entries: { record: RecordedRequest; drop: () => void; bytes: number }[] = [];
  #bodyBytes = 0;
  /** Entries before this index have lost their bodies. */
  #withBodyFrom = 0;

  get records(): readonly RecordedRequest[] {
    return this.#entries.map((entry) => entry.record);
  }

  add(request: SandboxRequest, outcome: { status: number; fault?: string }): void {
    const { method, path, at } = request;
    let raw: Buffer | undefined = request.body.length > 0 ? request.body : undefined;
    const record: RecordedRequest = {
      method,
      path,
      query: request.query.toString(),
      headers: withoutSecrets(request.headers),
      // Parsed on sight: most bodies are never looked at.
      get body() {
        return raw && parse(raw);
      },
      at,
      ...outcome,
    };
    this.#entries.push({ record, drop: () => (raw = undefined), bytes: request.body.length });
    this.#bodyBytes += request.body.length;
    this.#trim();
  }

  clear(): void {
    this.#entries = [];
    this.#bodyBytes = 0;
    this.#withBodyFrom = 0;
  }

  #trim(): void {
    const tooMany = this.#entries.length > REQUESTS_KEPT;
    if (tooMany && this.#withBodyFrom === 0) this.#dropOldestBody();
    while (this.#bodyBytes > BODY_BYTES_KEPT) this.#dropOldestBody();
    if (!tooMany) return;
    this.#entries.shift();
    this.#withBodyFrom -= 1;
  }

  #dropOldestBody(): void {
    const oldest = this.#entries[this.#withBodyFrom];
    oldest?.drop();
    this.#bodyBytes -= oldest?.bytes ?? 0;
    this.#withBodyFrom += 1;
  }
}

function withoutSecrets(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !SECRET_HEADERS.has(name)));
}

function parse(raw: Buffer): unknown {
  const text = raw.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
