import type { Answer, Handler, SandboxRequest } from '../../http/index.ts';
import { InvalidParameter } from '../orders/order-query.ts';
import type { Accounts } from './accounts.ts';
import { notFound, problem } from './answers.ts';
import { neededFor } from './oauth-scopes.ts';
import { LimitTooLarge } from './paging.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Routed, Version } from './router.ts';
import { versionOf } from './version.ts';

export interface ApiOptions {
  readonly accounts: Accounts;
  readonly route: (request: SandboxRequest) => Routed | undefined;
  readonly rate: RateLimit;
}

const UNAUTHORIZED =
  'Unauthorized - the v3 Auth client ID or token in the request are not a valid combination for this store.';
const FORBIDDEN = "You don't have a required scope to access the endpoint";

/** The API's front door: who is it, may he now, and where does he want to go. */
export function apiHandler({ accounts, route, rate }: ApiOptions): Handler {
  return (request) => {
    const routed = route(request);
    const version = routed?.version ?? versionOf(request.path);
    const account = accounts.of(request.headers);
    // A token is good for one store: another store's address is no more known to it than a wrong token.
    if (!routed || !account) return problem(version, 401, UNAUTHORIZED);
    const { allowed, headers } = rate.allow();
    const needed = neededFor(request.method, `/${request.path.split('/').slice(3).join('/')}`);
    const decide = (): Answer => {
      if (!allowed) return tooMany(version, headers);
      return needed && !account.has(needed) ? forbidden(version) : run(routed, version);
    };
    const answer = decide();
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

/** The answer does not say which scope is missing. */
export function forbidden(version: Version): Answer {
  return problem(version, 403, FORBIDDEN);
}

export function tooMany(version: Version, headers: Readonly<Record<string, string>>): Answer {
  const title = 'You have surpassed your API call limit. Please try again later.';
  return { ...problem(version, 429, title), headers };
}
