import type { Refusal } from '../../http/index.ts';
import { problem } from './answers.ts';
import { tooMany } from './handler.ts';
import { rateHeaders } from './rate-limit.ts';

const titles: Readonly<Record<number, string>> = {
  400: 'Input is invalid.',
  413: 'The request is too large.',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/**
 * Answers to faults, in the V3 shape. A throttle has the rate headers; a plain 429 has none, which is how the vendor
 * tells an overloaded platform from a used-up quota.
 *
 * Source: BigCommerce, "API rate limits", "Seeing a 429 response?".
 */
export function refusal(quota: number, now: () => number): Refusal {
  return (status, retryAfter) => {
    if (retryAfter === undefined) {
      return problem('v3', status, titles[status] ?? 'The request could not be processed.');
    }
    const seconds = Number(retryAfter);
    const resetMs = Number.isNaN(seconds)
      ? Date.parse(String(retryAfter)) - now()
      : seconds * 1_000;
    return tooMany('v3', {
      ...rateHeaders(quota, 0, Math.max(0, resetMs)),
      'X-Retry-After': String(Math.max(0, Math.ceil(resetMs / 1_000))),
    });
  };
}
