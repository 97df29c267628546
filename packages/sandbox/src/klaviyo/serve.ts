import type { Answer, SandboxRequest } from '../http/index.ts';
import type { Account } from './account/account.ts';
import type { Endpoint } from './endpoints/call.ts';
import { admit } from './protocol/admit.ts';
import { problemOf } from './protocol/problems.ts';
import { RateWindows, type Verdict } from './protocol/rate-windows.ts';
import { refusal, Refused } from './protocol/refusal.ts';
import { type Route, route } from './router.ts';

export interface Service {
  readonly account: Account;
  readonly apiKey: string;
  readonly revision: string;
  readonly limits: RateLimits | undefined;
  readonly origin: () => string;
}

/** Judges what every request must bring, finds its endpoint, and lets that answer within its rate limit. */
export function serve(service: Service, request: SandboxRequest): Answer {
  return answering(() => {
    admit(request, service.apiKey, service.revision);
    const found = route(request.method, request.path);
    const verdict = service.limits?.take(found.endpoint, request.at);
    if (verdict && !verdict.allowed) return throttled(verdict.retryAfterSeconds);
    const answer = answering(() => call(service, request, found));
    return { ...answer, headers: { ...answer.headers, ...verdict?.headers } };
  });
}

/** A 429 as Klaviyo sends it: with Retry-After, and without the RateLimit headers of its other answers. */
export function throttled(retryAfter: number | string): Answer {
  return refusal([problemOf(429)], { 'Retry-After': String(retryAfter) });
}

/** The windows of every endpoint, for the one account there is. */
export class RateLimits {
  #windows = new Map<Endpoint, RateWindows>();

  take(endpoint: Endpoint, at: number): Verdict {
    let windows = this.#windows.get(endpoint);
    if (!windows) this.#windows.set(endpoint, (windows = new RateWindows(endpoint.limit)));
    return windows.take(at);
  }

  reset(): void {
    this.#windows.clear();
  }
}

function call(service: Service, request: SandboxRequest, { endpoint, params }: Route): Answer {
  const at = new Date(request.at).toISOString();
  return endpoint.answer({
    account: service.account,
    request,
    params,
    origin: service.origin(),
    at,
  });
}

function answering(decide: () => Answer): Answer {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}
