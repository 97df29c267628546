import { timingSafeEqual } from 'node:crypto';
import type { Answer, Handler, SandboxRequest } from '../../http/index.ts';
import { InvalidParameter } from '../orders/order-query.ts';
import { notFound, problem } from './answers.ts';
import { LimitTooLarge } from './paging.ts';
import type { Allowance } from './rate-limit.ts';
import type { Routed, Version } from './router.ts';

export interface ApiOptions {
  readonly accessToken: string;
  readonly route: (request: SandboxRequest) => Routed | undefined;
  readonly allow: () => Allowance;
}

const UNAUTHORIZED =
  'Unauthorized - the v3 Auth client ID or token in the request are not a valid combination for this store.';

/** The API's front door: who is it, may he now, and where does he want to go. */
export function apiHandler({ accessToken, route, allow }: ApiOptions): Handler {
  return (request) => {
    const routed = route(request);
    const version = routed?.version ?? (request.path.includes('/v2/') ? 'v2' : 'v3');
    // A token is good for one store: another store's address is no more known to it than a wrong token.
    if (!routed || !sameText(request.headers['x-auth-token'], accessToken)) {
      return problem(version, 401, UNAUTHORIZED);
    }
    const { allowed, headers } = allow();
    const answer = allowed ? run(routed, version) : tooMany(version, headers);
    return { ...answer, headers: { ...headers, ...answer.headers } };
  };
}

function run({ run }: Routed, version: Version): Answer {
  try {
    return run?.() ?? notFound(version);
  } catch (error) {
    if (error instanceof InvalidParameter) return problem(version, 400, error.message);
    if (error instanceof LimitTooLarge) return problem(version, 413, error.message);
    throw error;
  }
}

export function tooMany(version: Version, headers: Readonly<Record<string, string>>): Answer {
  const title = 'You have surpassed your API call limit. Please try again later.';
  return { ...problem(version, 429, title), headers };
}

function sameText(given: string | string[] | undefined, wanted: string): boolean {
  const [a, b] = [Buffer.from(String(given ?? '')), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
