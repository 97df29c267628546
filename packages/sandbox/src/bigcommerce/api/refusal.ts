import type { Refusal } from '../../http/index.ts';
import { problem } from './answers.ts';
import { tooMany } from './handler.ts';
import { rateHeaders, retryAfter } from './rate-limit.ts';
import { versionOf } from './version.ts';

const titles: Readonly<Record<number, string>> = {
  400: 'Input is invalid.',
  401: 'Unauthorized',
  403: "You don't have a required scope to access the endpoint",
  404: 'The requested resource was not found.',
  409: 'Conflict',
  413: 'The request is too large.',
  423: 'The resource is locked.',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  507: 'Insufficient Storage',
};

/**
 * Answers to faults, in the shape of the version that was called. A throttle has the rate headers; a plain 429 has none,
 * which is how the vendor tells an overloaded platform from a used-up quota.
 *
 * Source: BigCommerce, "API rate limits", "Seeing a 429 response?".
 */
export function refusal(quota: number, now: () => number): Refusal {
  return (status, after, path = '') => {
    const version = versionOf(path);
    if (after === undefined) {
      return problem(version, status, titles[status] ?? 'The request could not be processed.');
    }
    const seconds = Number(after);
    const ms = Number.isNaN(seconds) ? Date.parse(String(after)) - now() : seconds * 1_000;
    const resetMs = Math.max(0, ms);
    return tooMany(version, { ...rateHeaders(quota, 0, resetMs), ...retryAfter(resetMs) });
  };
}
