import type { Warning } from '@millrace/core';
import type { ProfileAttributes } from '../map/profile.ts';

/** The identifiers of a profile, the one that is kept longest first: the email tells who is meant. */
const identifiers = ['email', 'external_id', 'phone_number', '_kx'] as const;

type Identifier = (typeof identifiers)[number];

/** The same profile under fewer identifiers. */
export interface Rung {
  readonly attributes: ProfileAttributes;
  readonly dropped: readonly Identifier[];
}

/**
 * What to try when the identifiers of a profile are of several of Klaviyo's (409): one of them left out, the weakest
 * first; then all but the strongest. Nothing when there is only one.
 *
 * Klaviyo: Profiles API, Create or Update Profile, `duplicate_profile`
 */
export function rungs(attributes: Readonly<ProfileAttributes>): readonly Rung[] {
  const given = identifiers.filter((name) => typeof attributes[name] === 'string');
  const others = given.slice(1).toReversed();
  const steps =
    others.length > 1 ? [...others.map((name) => [name]), others] : others.map((o) => [o]);
  return steps.map((dropped) => ({ attributes: without(attributes, dropped), dropped }));
}

function without(
  attributes: Readonly<ProfileAttributes>,
  dropped: readonly Identifier[],
): ProfileAttributes {
  const rest: ProfileAttributes = { ...attributes };
  for (const name of dropped) delete rest[name];
  return rest;
}

/** Told of a profile that was taken only without some of its identifiers. `id`: of one of the profiles that clash. */
export function identifierClash(dropped: readonly Identifier[], id: string | undefined): Warning {
  const known = id === undefined ? '' : ` (duplicate_profile_id ${id})`;
  return {
    kind: 'identifier_clash',
    reason: `in Klaviyo its ${dropped.join(' and its ')} and the rest of its identifiers are of different profiles${known}: it was updated without. If they are one person, merge them in Klaviyo`,
  };
}

/** A number of the right form may still be nobody's. */
export const phoneRefused: Warning = {
  kind: 'phone_refused',
  reason:
    'Klaviyo refused its phone number: it was left out, and kept as the property phone. If the number is good, SMS may not be set up for its country in the account',
};
