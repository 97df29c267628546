import {
  type DestinationContext,
  type DestinationUnavailable,
  type Outcome,
  silentLogger,
  systemClock,
} from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { klaviyo } from '../klaviyo.ts';

// Klaviyo: Rate limits, status codes, and errors. A row for each of its refusals: what it answers, what becomes of an
// event and of a profile, and what a person reads.

const now = Date.parse('2026-07-15T12:00:00.000Z');
const context: DestinationContext = {
  clock: { now: () => now, after: (ms, fn) => systemClock.after(ms, fn) },
  logger: silentLogger,
  signal: new AbortController().signal,
  quota: () => undefined,
};

interface Refusal {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

const errors = (detail: string, pointer?: string, meta?: object) => ({
  errors: [{ id: 'e-1', code: 'x', title: 'T', detail, source: { pointer }, meta }],
});

/** What became of one operation, as a person reads it. */
async function outcomeOf(lane: 'events' | 'profiles', { status, body, headers }: Refusal) {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
  const requests: string[] = [];
  const fetch: typeof globalThis.fetch = async (_, init) => {
    requests.push(init?.body as string);
    return new Response(text, { status, headers: headers ?? {} });
  };
  const destination = klaviyo({ apiKey: 'pk_1', fetch });
  const identifiers = { email: 'ana@kelpwood.co', external_id: '7', phone_number: '+15005550006' };
  const payload =
    lane === 'events'
      ? { profile: identifiers, event: '{"unique_id":"1"}' }
      : { attributes: identifiers };
  const operation = { lane, key: 'Seen:1', payload };
  const said = await destination.deliver({ lane, operations: [operation] }, context).then(
    ([outcome]: readonly Outcome[]) =>
      outcome !== undefined && 'reason' in outcome
        ? `${outcome.status}: ${outcome.reason}`
        : outcome?.status,
    (error: DestinationUnavailable) =>
      `${error.code}: ${error.message}${error.retryAt === undefined ? '' : ` until ${error.retryAt - now}`}`,
  );
  return { said, requests: requests.length };
}

const wait = 'DESTINATION_UNAVAILABLE: Klaviyo answered';

describe('an event that Klaviyo refuses', () => {
  it.each<[string, Refusal, string]>([
    [
      'in its form',
      { status: 400, body: errors('Invalid input.', '/data/attributes/value') },
      'BATCH_REFUSED: Klaviyo refused it, 400: Invalid input. (/data/attributes/value)',
    ],
    [
      'for its email',
      {
        status: 400,
        body: errors('Invalid email.', '/data/attributes/profile/data/attributes/email'),
      },
      'BATCH_REFUSED: Klaviyo refused it, 400: Invalid email. (/data/attributes/profile/data/attributes/email)',
    ],
    [
      'as it is nobody’s',
      { status: 400, body: errors('One or more identifiers is required') },
      'BATCH_REFUSED: Klaviyo refused it, 400: One or more identifiers is required',
    ],
    [
      'for no key or a wrong one',
      { status: 401 },
      `${wait} 401 to POST /api/events: apiKey is wrong or was revoked. Check apiKey and its scopes (events:write)`,
    ],
    [
      'for a scope',
      { status: 403 },
      `${wait} 403 to POST /api/events: apiKey lacks a scope. Check apiKey and its scopes (events:write)`,
    ],
    [
      'as the path is unknown',
      { status: 404, body: errors('A thing does not exist.', '/data/') },
      `${wait} 404 to POST /api/events: check endpoint and revision`,
    ],
    [
      'as the revision is retired',
      { status: 410 },
      `${wait} 410 to POST /api/events: revision 2026-07-15 of its API is retired. Check endpoint and revision, or update this package`,
    ],
    [
      'for its size',
      { status: 413, body: '<html>' },
      'BATCH_REFUSED: Klaviyo refused it, 413: without a word',
    ],
    [
      'for its media type',
      { status: 415 },
      `${wait} 415 to POST /api/events: check endpoint and revision`,
    ],
    [
      'as there were too many requests',
      { status: 429, headers: { 'retry-after': '17' } },
      `${wait} 429 to POST /api/events: too many requests until 17000`,
    ],
    ...[500, 502, 503, 504, 524].map((status): [string, Refusal, string] => [
      `as it is not well: ${status}`,
      { status },
      `${wait} ${status} to POST /api/events: it is down or overloaded`,
    ]),
    [
      'by a firewall’s page',
      { status: 403, body: '<html>', headers: { 'content-type': 'text/html' } },
      `${wait} 403 to POST /api/events with a web page, of a proxy or a firewall: check endpoint and the way there`,
    ],
  ])('%s', async (_, refusal, said) => {
    expect(await outcomeOf('events', refusal)).toEqual({ said, requests: 1 });
  });
});

describe('a profile that Klaviyo refuses', () => {
  const phone = '/data/attributes/phone_number';
  it.each<[string, Refusal, string, number]>([
    [
      'in its form',
      { status: 400, body: errors('Invalid input.', '/data/attributes/image') },
      'rejected: Klaviyo refused it, 400: Invalid input. (/data/attributes/image)',
      1,
    ],
    [
      'for its phone number, also without it',
      { status: 400, body: errors('Invalid phone number.', phone) },
      `rejected: Klaviyo refused it, 400: Invalid phone number. (${phone})`,
      2,
    ],
    [
      'as it is nobody’s',
      { status: 400, body: errors('One or more identifiers is required') },
      'rejected: Klaviyo refused it, 400: One or more identifiers is required',
      1,
    ],
    [
      'as its identifiers are of several, down to the last',
      { status: 409, body: errors('It exists.', '/data', { duplicate_profile_id: '01J' }) },
      'rejected: Klaviyo refused it, 409: It exists. (/data), duplicate_profile_id 01J',
      4,
    ],
    [
      'for a scope',
      { status: 403 },
      `${wait} 403 to POST /api/profile-import: apiKey lacks a scope. Check apiKey and its scopes (profiles:write)`,
      1,
    ],
    ['for its size', { status: 413 }, 'rejected: Klaviyo refused it, 413: without a word', 1],
  ])('%s', async (_, refusal, said, requests) => {
    expect(await outcomeOf('profiles', refusal)).toEqual({ said, requests });
  });
});
