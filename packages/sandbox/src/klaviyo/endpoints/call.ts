import type { Account } from '../account/account.ts';
import type { Answer, SandboxRequest } from '../../http/index.ts';
import type { RateLimit } from '../protocol/rate-windows.ts';

/** A request that was admitted, on its way to its endpoint. */
export interface Call {
  readonly account: Account;
  readonly request: SandboxRequest;
  /** The parts of the path that are ids. */
  readonly params: Readonly<Record<string, string>>;
  /** Where the sandbox listens: links in answers begin with it. */
  readonly origin: string;
  /** When it arrived, ISO 8601. */
  readonly at: string;
}

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** `{name}` stands for one part of the path. */
  readonly path: string;
  readonly limit: RateLimit;
  readonly answer: (call: Call) => Answer;
}

/** 202 with no body at all: validated and queued, which is all that Klaviyo says. */
export const ACCEPTED: Answer = { status: 202 };

export function document(status: number, body: unknown): Answer {
  return { status, headers: { 'content-type': 'application/vnd.api+json' }, body };
}
