import { DestinationUnavailable, type StartContext } from '@millrace/core';
import type { ApiSettings } from '../deliver/api.ts';
import { request } from '../deliver/request.ts';
import { scopesOf } from '../deliver/scopes.ts';
import type { KlaviyoFinding } from './finding.ts';

/** What came of a question. */
export type Reply =
  | { readonly status: 'answered'; readonly body: unknown }
  | { readonly status: 'unknown' }
  /** `isFinal`: there is no use in asking anything else. */
  | { readonly status: 'failed'; readonly finding: KlaviyoFinding; readonly isFinal: boolean };

/** Asks Klaviyo something. Never rejects. */
export type Ask = (path: string) => Promise<Reply>;

export function createAsk(settings: ApiSettings, context: StartContext): Ask {
  const { apiKey, endpoint, revision, fetch, timeoutMs } = settings;
  const headers = {
    authorization: `Klaviyo-API-Key ${apiKey}`,
    revision,
    accept: 'application/vnd.api+json',
  };
  return async (path) => {
    try {
      const answer = await request(fetch, endpoint + path, { headers }, timeoutMs, context);
      const { ok, isPage, status, body } = answer;
      if (isPage) return unreachable(`a web page came, with status ${status}`);
      if (ok) return { status: 'answered', body: parsed(body) };
      return refused(path, status, revision);
    } catch (error) {
      if (!(error instanceof DestinationUnavailable)) throw error;
      return unreachable(error.message);
    }
  };
}

function refused(path: string, status: number, revision: string): Reply {
  switch (status) {
    case 401:
      return failed(true, {
        level: 'error',
        kind: 'key_refused',
        reason: 'Klaviyo answered 401: it does not know apiKey',
        remedy: 'Take a private key, "pk_…", from the account (Settings, API keys).',
      });
    case 403:
      return failed(false, {
        level: 'info',
        kind: 'scope_missing',
        reason: `apiKey lacks the scope ${scopesOf('GET', path)}, so that this could not be looked at`,
        remedy: 'Give the key that scope too, or set checkAtStart to false.',
      });
    case 404:
      return { status: 'unknown' };
    case 410:
      return failed(true, {
        level: 'error',
        kind: 'revision_retired',
        reason: `Klaviyo answered 410: revision ${revision} of its API is retired`,
        remedy: 'Update this package, or set revision to one that is alive.',
      });
    case 429:
      return failed(true, {
        level: 'info',
        kind: 'unreachable',
        reason: 'Klaviyo answered 429: others have just looked at the account, too',
        remedy: 'Nothing is wrong. Set checkAtStart to false where processes start often.',
      });
    default:
      return unreachable(`Klaviyo answered ${status} to GET ${path}`);
  }
}

const failed = (isFinal: boolean, finding: KlaviyoFinding): Reply => ({
  status: 'failed',
  finding,
  isFinal,
});

const unreachable = (reason: string): Reply =>
  failed(true, {
    level: 'warning',
    kind: 'unreachable',
    reason,
    remedy: 'Events wait until Klaviyo can be reached. Check endpoint and the way there.',
  });

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
