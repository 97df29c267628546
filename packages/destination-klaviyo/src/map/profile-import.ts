import type { IdentifyEvent, UserTraits } from '@millrace/core';
import type { ProfilePayload } from './payload.ts';
import type { EventProfile, ProfileAttributes } from './profile.ts';
import { isLate } from './profile-freshness.ts';
import { bcp47 } from './profile-locale.ts';
import { locationOf } from './profile-location.ts';
import { patchOf } from './profile-patch.ts';
import { traitProperties } from './profile-properties.ts';

/**
 * What an identify says of a profile. A trait that is `null` clears its attribute or its property; identifiers are never
 * cleared, save the phone number.
 *
 * Klaviyo: Profiles API, Create or Update Profile
 */
export function profileImport(event: IdentifyEvent, known: EventProfile): ProfilePayload {
  const { traits } = event;
  const attributes: ProfileAttributes = {};
  if (known.external_id !== undefined) attributes.external_id = known.external_id;
  if (known.email !== undefined) attributes.email = known.email;
  if (known.phone_number !== undefined) attributes.phone_number = known.phone_number;
  else if (traits.phone === null) attributes.phone_number = null;
  if (known._kx !== undefined) attributes._kx = known._kx;
  putNames(attributes, traits);
  if (traits.title !== undefined) attributes.title = traits.title;
  if (traits.avatar !== undefined) attributes.image = traits.avatar;
  const organization = traits.company === null ? null : traits.company?.name;
  if (organization !== undefined) attributes.organization = organization;
  const locale = [traits['locale'], event.context.locale].map(bcp47).find(Boolean);
  if (locale !== undefined) attributes.locale = locale;
  const location = locationOf(event);
  if (location !== undefined) attributes.location = location;
  const { properties, cleared } = traitProperties(traits, known);
  if (properties !== undefined) attributes.properties = properties;
  const meta = patchOf(event, cleared);
  return {
    attributes,
    ...(meta !== undefined && { meta }),
    ...(isLate(event) && { late: true }),
  };
}

/** A full name stands in for its halves when neither is given: its first word, and the others. */
function putNames(attributes: ProfileAttributes, traits: UserTraits): void {
  const { firstName, lastName, name } = traits;
  if (firstName !== undefined) attributes.first_name = firstName;
  if (lastName !== undefined) attributes.last_name = lastName;
  if (firstName !== undefined || lastName !== undefined || name === undefined) return;
  const words = name?.trim().split(/\s+/) ?? [];
  attributes.first_name = words[0] || null;
  attributes.last_name = words.slice(1).join(' ') || null;
}
