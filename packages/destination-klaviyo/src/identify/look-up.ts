import { type Clock, DestinationUnavailable, retryAfter, usePace } from '@millrace/core';
import { accountOf } from '../account.ts';
import { errorsIn, refusal } from '../deliver/errors.ts';
import { quotaOf } from '../deliver/quota.ts';
import { request, type Response } from '../deliver/request.ts';
import { InvalidProfileQuery, ProfileLookUpFailed } from './errors.ts';
import { type KlaviyoProfile, profileIn } from './klaviyo-profile.ts';
import { filterOf, type ProfileQuery } from './profile-query.ts';
import type { ParsedProfilesSettings } from './settings.ts';

/** Klaviyo: Profiles API, Get Profiles. Its limits are its own: look-ups take nothing from deliveries. */
const lanes = {
  'look-ups': {
    maxOperations: 1,
    limits: [
      { calls: 75, perMs: 1_000 },
      { calls: 750, perMs: 60_000 },
    ],
  },
};

/** More need not wait: at Klaviyo's pace they would be there for half a minute. */
const mostWaiting = 300;

/** Asks Klaviyo for one profile. All who ask with one key, in one process, keep to its limits together. */
export function createLookUp(settings: ParsedProfilesSettings, clock: Clock) {
  const { apiKey, endpoint, revision, fetch, timeoutMs } = settings;
  const account = accountOf(apiKey);
  const { pace } = usePace({ name: 'Klaviyo', account, lanes }, 'look-ups', clock);
  const headers = {
    authorization: `Klaviyo-API-Key ${apiKey}`,
    revision,
    accept: 'application/vnd.api+json',
  };
  let waiting = 0;

  /** Resolves when it is its turn. */
  async function turn(signal: AbortSignal): Promise<void> {
    if (waiting >= mostWaiting) {
      throw new ProfileLookUpFailed(`${waiting} others wait for Klaviyo’s limits already`);
    }
    waiting += 1;
    const isNext = await pace.next(signal);
    waiting -= 1;
    if (!isNext) {
      throw new ProfileLookUpFailed(`within ${timeoutMs} ms, Klaviyo’s limits left no room for it`);
    }
  }

  async function get(query: ProfileQuery, signal: AbortSignal, ms: number): Promise<Response> {
    // Whole: a bare "+" of an email would be taken for a space.
    const url = `${endpoint}/api/profiles?filter=${encodeURIComponent(filterOf(query))}`;
    try {
      return await request(fetch, url, { headers }, ms, { clock, signal });
    } catch (error) {
      if (!(error instanceof DestinationUnavailable)) throw error;
      throw new ProfileLookUpFailed(error.message);
    } finally {
      pace.answered();
    }
  }

  function read(response: Response): KlaviyoProfile | undefined {
    const { status, body } = response;
    const now = clock.now();
    const retryAt = retryAfter(response.retryAfter, now);
    const quota = quotaOf(response.quota, now);
    if (quota.length > 0) pace.correct(quota);
    if (response.isPage) throw new ProfileLookUpFailed(`a web page came, with status ${status}`);
    if (response.ok) return profileIn(body);
    if (status === 400) {
      const [error] = errorsIn(body.replaceAll(apiKey, '…'));
      throw new InvalidProfileQuery(refusal(status, error));
    }
    if (status === 429 && retryAt !== undefined) pace.correct([{ remaining: 0, resetAt: retryAt }]);
    throw new ProfileLookUpFailed(`Klaviyo answered ${status}: ${hint(status)}`, { retryAt });
  }

  return async (query: ProfileQuery): Promise<KlaviyoProfile | undefined> => {
    const until = clock.now() + timeoutMs;
    const waitsUntil = new AbortController();
    const timer = clock.after(timeoutMs, () => waitsUntil.abort());
    try {
      await turn(waitsUntil.signal);
    } finally {
      timer.cancel();
    }
    return read(await get(query, waitsUntil.signal, Math.max(1, until - clock.now())));
  };
}

function hint(status: number): string {
  if (status === 401 || status === 403) return 'check apiKey and its scope (profiles:read)';
  if (status === 429) return 'too many requests';
  if (status === 408 || status >= 500) return 'it is down or overloaded';
  return 'check endpoint and revision';
}
