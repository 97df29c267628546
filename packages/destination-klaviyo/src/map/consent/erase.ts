import { ask, type ConsentMapping, unidentified } from './consent-mapping.ts';
import { personOf, whoIs } from './who.ts';

/**
 * `User Erased`: the person asked to be forgotten. Klaviyo deletes the profile and all its events, for good. It is the
 * profile of the email that the event carries, else of the newest that is known, else of the user id or phone number.
 *
 * Klaviyo: Data Privacy API, Request Profile Deletion
 */
export const erase: ConsentMapping = (event, profile, rules) => {
  const who = whoIs(personOf(event, profile, rules));
  if (who === undefined) return unidentified('nobody is known who could be deleted', rules);
  return { operations: [ask('deletions', event, { who })] };
};
