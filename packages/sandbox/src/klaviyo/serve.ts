import type { Answer, SandboxRequest } from '../http/index.ts';
import type { Account } from './account/account.ts';
import type { Endpoint } from './endpoints/call.ts';
import { admit } from './protocol/admit.ts';
import { problemOf } from './protocol/problems.ts';
import type { Published } from './protocol/published.ts';
import { RateWindows, type Verdict } from './protocol/rate-windows.ts';
import { refusal, Refused } from './protocol/refusal.ts';
import { missingScopes } from './protocol/scopes.ts';
import { type Route, route } from './router.ts';

export interface Service {
  readonly account: Account;
  readonly apiKey: string;
  readonly revision: string;
  /** What the key may do; everything when absent. */
  readonly scopes: readonly string[] | undefined;
  readonly limits: RateLimits | undefined;
  /** Klaviyo's own schemas, if they are at hand: they judge what the sandbox has taken. */
  readonly published: Published | undefined;
  readonly origin: () => string;
}

/** Judges what every request must bring, finds its endpoint, and lets that answer within its rate limit. */
export function serve(service: Service, request: SandboxRequest): Answer {
  return answering(() => {
    admit(request, service.apiKey, service.revision);
    const found = route(request.method, request.path);
    refuseWithoutScope(service, found);
    const verdict = service.limits?.take(found.endpoint, request.at);
    if (verdict && !verdict.allowed) return throttled(verdict.retryAfterSeconds);
    const answer = answering(() => call(service, request, found));
    return { ...answer, headers: { ...answer.headers, ...verdict?.headers } };
  });
}

function refuseWithoutScope({ scopes }: Service, { endpoint }: Route): void {
  if (scopes === undefined || missingScopes(endpoint, scopes).length === 0) return;
  throw new Refused([problemOf(403)]);
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
  const answer = endpoint.answer({
    account: service.account,
    request,
    params,
    origin: service.origin(),
    at,
  });
  if (answer.status < 300 && request.body.length > 0) service.published?.(endpoint, request.body);
  return answer;
}

function answering(decide: () => Answer): Answer {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}
