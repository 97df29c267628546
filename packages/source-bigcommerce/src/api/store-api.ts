import type { Clock } from '@millrace/core';
import type { Api, Call } from './api.ts';
import { patient, veryPatient } from './backoff.ts';
import {
  AccessRefused,
  isOutage,
  NotFound,
  Throttled,
  Unavailable,
  UnexpectedAnswer,
} from './errors.ts';
import type { Gate } from './gate.ts';
import { Pace } from './pace.ts';
import { quotaWait, throttledFor } from './quota.ts';
import { request } from './request.ts';
import type { ApiSettings } from './settings.ts';

/**
 * The API of the store of the settings, behind a gate that all of its calls pass. A failure of a live call is taken for the
 * store's, and pauses everybody; one of a background call may be of what it asks for, a page that is too much for the
 * store, and pauses nobody: whoever asks again waits first, as `insist` does.
 */
export function storeApi(settings: ApiSettings, clock: Clock, gate: Gate): Api {
  const root = `${settings.endpoint}/stores/${settings.storeHash}`;
  const pace = new Pace(clock);

  async function ask(method: string, path: string, body: unknown, call: Call): Promise<unknown> {
    if (call.priority !== 'background') return send(method, path, body, call);
    const answered = await pace.pass(call.share, call.signal);
    try {
      return await send(method, path, body, call);
    } finally {
      answered();
    }
  }

  async function send(method: string, path: string, body: unknown, call: Call): Promise<unknown> {
    await gate.pass(call.signal);
    const sentAt = clock.now();
    try {
      const url = `${root}${path}${search(call.query)}`;
      const answer = await request({ method, url, body }, settings, clock, call.signal);
      const { status, headers, text } = answer;
      gate.pause(quotaWait(headers));
      pace.heard(headers);
      if (status === 429) {
        const wait = throttledFor(headers);
        if (wait !== undefined) gate.pause(wait);
        throw new Throttled(wait);
      }
      const read = bodyOf(status, text, path);
      gate.succeeded();
      return read;
    } catch (error) {
      if (isOutage(error) && call.priority !== 'background') gate.failed(sentAt, patient);
      // A scope that is missing is the trouble of one resource; a wrong token is everybody's.
      if (error instanceof AccessRefused && error.status === 401) gate.failed(sentAt, veryPatient);
      throw error;
    }
  }

  return {
    get: (path, call) => ask('GET', path, undefined, call),
    send: (method, path, body, call) => ask(method, path, body, call),
  };
}

function search(query: Call['query'] = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) params.set(name, String(value));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** The one place where the vendor's statuses get their meaning. */
function bodyOf(status: number, text: string, path: string): unknown {
  if (status === 204) return undefined;
  if (status === 401 || status === 403) throw new AccessRefused(status, path);
  if (status === 404) throw new NotFound(path);
  // 408 and 499: the request took too long; 423: the store is being moved or upgraded.
  if (status >= 500 || [408, 423, 499].includes(status)) throw new Unavailable(`status ${status}`);
  if (status < 200 || status > 299) throw new UnexpectedAnswer(`${path} with status ${status}`);
  try {
    return JSON.parse(text);
  } catch {
    throw new Unavailable('its answer is not JSON');
  }
}
