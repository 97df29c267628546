import type { Api } from '../api/api.ts';
import { customersModifiedSince, type Modified } from '../customer/pages.ts';
import { subscribersModifiedSince } from '../subscriber/pages.ts';
import type { SubjectKind } from '../subject.ts';
import type { Sweep } from './cursor.ts';
import type { SweptKind } from './report.ts';
import { undated } from './undated.ts';

/** Customers who changed, or whose attributes did. */
export const customerSweep = (api: Api, overlapMs: number): Sweep =>
  peopleSweep('customers', 'customer', overlapMs, (since, signal) =>
    customersModifiedSince(api, since, { signal, priority: 'background' }),
  );

/** Newsletter subscribers who changed. Those who were deleted are in no list. */
export const subscriberSweep = (api: Api, overlapMs: number): Sweep =>
  peopleSweep('subscribers', 'subscriber', overlapMs, (since, signal) =>
    subscribersModifiedSince(api, since, { signal, priority: 'background' }),
  );

/** What is looked at and as it was tells nothing, so each change is looked at once. */
function peopleSweep(
  kind: SweptKind,
  subject: SubjectKind,
  overlapMs: number,
  pages: (since: string, signal: AbortSignal) => AsyncIterable<readonly Modified[]>,
): Sweep {
  return undated(kind, overlapMs, {
    pages: (since, signal) => pages(new Date(since).toISOString(), signal),
    at: ({ date_modified: at }) => at,
    subject: ({ id }) => ({ kind: subject, id }),
    isNews: async () => true,
  });
}
