import { isPast } from '../past.ts';
import type { Remembered } from './memory.ts';

/** A subscriber as it is now, as far as consent goes. */
export interface Seen {
  readonly email: string;
  readonly optedIn: boolean;
  /** ISO 8601, UTC. */
  readonly created: string | undefined;
  readonly modified: string | undefined;
}

/** Something that is to be told of the consent to marketing emails. */
export type Consent =
  | { readonly is: 'given'; readonly email: string; readonly past: boolean }
  /** `left`: the subscriber does not have this email any more, by deletion or since it has another. */
  | { readonly is: 'withdrawn'; readonly email: string; readonly left: boolean };

export interface ConsentRules {
  /** ISO 8601, UTC: what is older is history. */
  readonly historyBefore: string;
  readonly pastConsent: 'remember' | 'import';
}

/**
 * What a subscriber's consent has become, against what is remembered of it. Of who is seen for the first time:
 *
 * - consent counts as given when the subscriber was made since the source first started. Of an older one nobody knows
 *   when they agreed, nor what they said elsewhere since then: that is history, whatever was changed of it today.
 * - no consent counts as withdrawn when the subscriber was changed since the source first started, and after it was made.
 *   One that is as it was made never agreed, which withdraws nothing: it may be somebody at a checkout who did not tick
 *   the newsletter, and has long subscribed elsewhere.
 *
 * So in doubt nobody is subscribed, and in doubt somebody is unsubscribed.
 *
 * @param now `undefined` when it is deleted.
 */
export function consentOf(
  now: Seen | undefined,
  before: Remembered | undefined,
  rules: ConsentRules,
): readonly Consent[] {
  const left: readonly Consent[] =
    before?.optedIn === true && before.email !== undefined && !isSame(before.email, now?.email)
      ? [{ is: 'withdrawn', email: before.email, left: true }]
      : [];
  if (now === undefined) return left;
  if (before === undefined) return first(now, rules);
  const { email, optedIn } = now;
  if (optedIn === before.optedIn && left.length === 0) return [];
  if (optedIn) return [...left, { is: 'given', email, past: false }];
  return [...left, { is: 'withdrawn', email, left: false }];
}

function first(now: Seen, { historyBefore, pastConsent }: ConsentRules): readonly Consent[] {
  const { email, optedIn, created, modified } = now;
  if (optedIn) {
    const past = created === undefined || isPast(created, historyBefore);
    return past && pastConsent === 'remember' ? [] : [{ is: 'given', email, past }];
  }
  const isChanged =
    modified !== undefined && !isPast(modified, historyBefore) && modified !== created;
  return isChanged ? [{ is: 'withdrawn', email, left: false }] : [];
}

/** Emails are compared without case, as BigCommerce does. */
export const isSame = (email: string, other: string | undefined): boolean =>
  email.toLowerCase() === other?.toLowerCase();
