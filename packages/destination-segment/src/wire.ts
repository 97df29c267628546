import { type Clock, DestinationUnavailable, retryAfter } from '@millrace/core';
import type { HTTPClient, HTTPResponse } from '@segment/analytics-node';
import type { Exchange } from './exchange.ts';

/** What Segment said to one request. */
export interface Answer {
  readonly status: number;
  /** The `messageId`s that its body carried. */
  readonly ids: readonly string[];
  /** From its Retry-After, in milliseconds since 1970. */
  readonly retryAt: number | undefined;
  /** Whether it is a web page: of a proxy or a firewall, whatever its status. */
  readonly isPage: boolean;
}

/** The library's way out: it makes the requests, and keeps what the library would not tell. */
export interface Wire {
  readonly client: HTTPClient;
  readonly answers: readonly Answer[];
  /** Set when a request got no answer. */
  failure(): DestinationUnavailable | undefined;
}

export function openWire(exchange: Exchange, clock: Clock): Wire {
  const answers: Answer[] = [];
  let failure: DestinationUnavailable | undefined;

  return {
    answers,
    failure: () => failure,
    client: {
      async makeRequest({ url, headers, body }) {
        try {
          const response = await exchange(url, headers, body);
          const retryAt = retryAfter(header(response, 'retry-after'), clock.now());
          const isPage = header(response, 'content-type')?.includes('html') ?? false;
          answers.push({ status: response.status, ids: idsIn(body), retryAt, isPage });
          // Without its headers: the library would wait for a Retry-After on its own, whatever maxRetries says.
          return { status: response.status, statusText: '' };
        } catch (error) {
          failure = error instanceof DestinationUnavailable ? error : unreachable(error);
          throw failure;
        }
      },
    },
  };
}

function idsIn(body: string): string[] {
  const { batch } = JSON.parse(body) as { batch: { messageId: string }[] };
  return batch.map(({ messageId }) => messageId);
}

function header({ headers }: HTTPResponse, name: string): string | undefined {
  const { get } = headers ?? {};
  const value: unknown =
    typeof get === 'function' ? get.call(headers, name) : Object(headers)[name];
  return typeof value === 'string' ? value : undefined;
}

/** By its code alone: the error of an HTTP client may hold the request, and with it the write key. */
function unreachable(error: unknown): DestinationUnavailable {
  const { code, cause, name } = Object(error) as {
    code?: unknown;
    cause?: { code?: unknown };
    name?: unknown;
  };
  const why = [cause?.code, code, name].find((said) => typeof said === 'string') ?? 'unknown error';
  return new DestinationUnavailable(`Segment could not be reached: ${why}.`);
}
