import { DestinationUnavailable } from '@millrace/core';
import type { Answer } from './wire.ts';

/**
 * What an answer means. `delivered`: Segment has the events. `refused`: at least one of them is why it took none.
 *
 * Segment: HTTP Tracking API, Errors: 400 is a request that is too large or malformed; a proxy says 413 to the former.
 *
 * @throws {DestinationUnavailable} for every other answer: it is not about the events, and they wait. That includes 3xx,
 * which the library takes for success: where it leads, nobody has stored anything. And it includes web pages, by which
 * proxies and firewalls speak for themselves; but of a size, they may be the judges.
 */
export function verdictOf({ status, retryAt, isPage }: Answer): 'delivered' | 'refused' {
  if (status >= 200 && status < 300 && !isPage) return 'delivered';
  if (status === 413 || (status === 400 && !isPage)) return 'refused';
  const why = isPage
    ? 'a web page; check host and path, and the proxies on the way'
    : explain(status);
  throw new DestinationUnavailable(`Segment answered ${status}: ${why}.`, { retryAt });
}

function explain(status: number): string {
  if (status === 401 || status === 403) return 'check writeKey, and that its source is enabled';
  if (status === 429) return 'too many requests';
  if (status === 408 || status >= 500) return 'it is not well';
  if (status >= 300 && status < 400) return 'a redirect; check host and path';
  return 'this is not where it takes events; check host and path';
}
