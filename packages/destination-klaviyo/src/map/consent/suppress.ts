import { ask, type ConsentMapping, unidentified } from './consent-mapping.ts';
import { personOf } from './who.ts';

/**
 * `User Suppressed`: they get no emails, whatever they agreed to. `User Unsuppressed` lifts that, and gives no consent.
 *
 * Klaviyo: Profiles API, Bulk Suppress Profiles
 */
const to =
  (lane: 'suppressions' | 'unsuppressions'): ConsentMapping =>
  (event, profile, rules) => {
    const { email } = personOf(event, profile, rules);
    if (email === undefined) {
      return unidentified('no email is known, and Klaviyo suppresses nothing else', rules);
    }
    return { operations: [ask(lane, event, { email })] };
  };

export const suppress = to('suppressions');
export const unsuppress = to('unsuppressions');
