import type { Clock } from '@millrace/core';
import type { Api } from './api.ts';
import { AccessRefused } from './errors.ts';
import { scopeOf } from './scopes.ts';

/** How long a scope that was refused is not asked for. */
const probeEveryMs = 60_000;

/**
 * The same API, which knows the scopes that the API account turned out to lack. Whatever needs one of them is refused
 * without a request, but for one a minute that finds out whether somebody has given it: otherwise everybody who waits for
 * it would spend the quota of those who do not.
 */
export function mindingScopes(api: Api, clock: Clock): Api {
  const closedUntil = new Map<string, number>();

  async function ask<T>(path: string, call: () => Promise<T>): Promise<T> {
    const scope = scopeOf(path);
    const until = closedUntil.get(scope);
    if (until !== undefined) {
      if (until > clock.now()) throw new AccessRefused(403, path, true);
      // This call finds out; those that come meanwhile do not.
      closedUntil.set(scope, clock.now() + probeEveryMs);
    }
    try {
      const answer = await call();
      closedUntil.delete(scope);
      return answer;
    } catch (error) {
      if (error instanceof AccessRefused && error.status === 403) {
        closedUntil.set(scope, clock.now() + probeEveryMs);
      }
      throw error;
    }
  }

  return {
    get: (path, call) => ask(path, () => api.get(path, call)),
    send: (method, path, body, call) => ask(path, () => api.send(method, path, body, call)),
  };
}
