import {
  type Clock,
  DestinationUnavailable,
  type PaceUse,
  retryAfter,
  usePace,
} from '@millrace/core';
import { accountOf } from '../account.ts';
import type { ApiSettings } from '../deliver/api.ts';
import { errorsIn, refusal } from '../deliver/errors.ts';
import { jsonOf } from '../deliver/find-profiles.ts';
import { quotaOf } from '../deliver/quota.ts';
import { request, type Response } from '../deliver/request.ts';
import { scopesOf } from '../deliver/scopes.ts';
import { wait } from '../deliver/wait.ts';
import { BookUnreadable } from './errors.ts';

const lane = (second: number, minute: number) => ({
  maxOperations: 1,
  limits: [
    { calls: second, perMs: 1_000 },
    { calls: minute, perMs: 60_000 },
  ],
});

/** Klaviyo: the rate limits of each endpoint. They are its own: reading takes nothing from deliveries. */
const lanes = {
  '/api/accounts': lane(1, 15),
  '/api/metrics': lane(10, 150),
  '/api/metric-aggregates': lane(3, 60),
  '/api/events': lane(350, 3_500),
};

/** Klaviyo is asked so often before it is taken to be down, and waited for so long in between. */
const attempts = 6;
const firstWaitMs = 1_000;

export interface Question {
  readonly path: keyof typeof lanes;
  /** With it, the question is a GET. */
  readonly query?: Readonly<Record<string, string>>;
  /** With it, a POST. */
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

/**
 * Asks Klaviyo something, within its limits, and again when it is busy or down for a while.
 *
 * @throws {BookUnreadable} when it does not answer, or refuses.
 */
export type AskBook = (question: Question) => Promise<unknown>;

export function createAsk(settings: ApiSettings, clock: Clock): AskBook {
  const { apiKey, endpoint, revision, fetch, timeoutMs } = settings;
  const account = accountOf(apiKey);
  const asking = {
    authorization: `Klaviyo-API-Key ${apiKey}`,
    revision,
    accept: 'application/vnd.api+json',
  };

  // All who read with one key, in one process, keep to its limits together. Kept for as long as the book is.
  const paces = new Map<string, PaceUse['pace']>();
  const paceOf = (path: keyof typeof lanes): PaceUse['pace'] => {
    const known = paces.get(path);
    if (known !== undefined) return known;
    const { pace } = usePace({ name: 'Klaviyo', account, lanes }, path, clock);
    paces.set(path, pace);
    return pace;
  };

  async function send({ path, query, body, signal }: Question): Promise<Response> {
    const pace = paceOf(path);
    if (!(await pace.next(signal))) throw signal.reason;
    const init =
      body === undefined
        ? { headers: asking }
        : {
            method: 'POST',
            headers: { ...asking, 'content-type': 'application/vnd.api+json' },
            body: JSON.stringify(body),
          };
    const search = new URLSearchParams(query).toString();
    const url = `${endpoint}${path}${search === '' ? '' : `?${search}`}`;
    try {
      const response = await request(fetch, url, init, timeoutMs, { clock, signal });
      const quota = quotaOf(response.quota, clock.now());
      if (quota.length > 0) pace.correct(quota);
      return response;
    } finally {
      pace.answered();
    }
  }

  async function attempt(question: Question): Promise<Response | DestinationUnavailable> {
    try {
      return await send(question);
    } catch (error) {
      question.signal.throwIfAborted();
      if (error instanceof DestinationUnavailable) return error;
      throw error;
    }
  }

  return async (question) => {
    const method = question.body === undefined ? 'GET' : 'POST';
    let why = new BookUnreadable('it was not asked');
    for (let attempted = 0; attempted < attempts; attempted += 1) {
      const response = await attempt(question);
      let waitMs = firstWaitMs * 2 ** attempted;
      if (response instanceof DestinationUnavailable) why = new BookUnreadable(response.message);
      else {
        const { status, ok, isPage, body } = response;
        if (ok && !isPage) return jsonOf(body);
        why = refused(response, `${method} ${question.path}`, apiKey);
        if (status !== 408 && status !== 429 && status < 500) throw why;
        const retryAt = retryAfter(response.retryAfter, clock.now());
        if (retryAt !== undefined) waitMs = Math.max(waitMs, retryAt - clock.now());
      }
      if (attempted + 1 < attempts) await patiently(waitMs, question.signal);
    }
    throw why;
  };

  async function patiently(ms: number, signal: AbortSignal): Promise<void> {
    await wait(ms, { clock, signal }).catch(() => signal.throwIfAborted());
  }
}

function refused({ status, isPage, body }: Response, what: string, apiKey: string) {
  const said = `it answered ${status} to ${what}`;
  const [method = '', path = ''] = what.split(' ');
  if (isPage) return new BookUnreadable(`${said} with a web page: check endpoint`, status);
  if (status === 401) return new BookUnreadable(`${said}: apiKey is wrong or was revoked`, status);
  if (status === 403) {
    const scopes = scopesOf(method, path);
    return new BookUnreadable(`${said}: apiKey lacks a scope (${scopes})`, status);
  }
  if (status === 410) return new BookUnreadable(`${said}: revision is retired`, status);
  const [error] = errorsIn(body.replaceAll(apiKey, '…'));
  return new BookUnreadable(`${said}. ${refusal(status, error)}`, status);
}
