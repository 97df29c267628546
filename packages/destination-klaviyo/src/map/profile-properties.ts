import type { UserTraits } from '@millrace/core';
import type { Properties } from './klaviyo-event.ts';
import type { EventProfile } from './profile.ts';
import { bcp47 } from './profile-locale.ts';
import { exceedsLocation, isTimezone } from './profile-location.ts';

/** The traits that Klaviyo has attributes for. The others become properties, under their own names. */
const taken = new Set([
  'email',
  'phone',
  'firstName',
  'lastName',
  'name',
  'title',
  'company',
  'avatar',
  'address',
  'locale',
  'timezone',
]);

export interface TraitProperties {
  readonly properties: Properties | undefined;
  /** The names of those that are cleared. */
  readonly cleared: readonly string[];
}

/** What has no attribute of its own, or does not fit into it: none of it is lost. */
export function traitProperties(traits: UserTraits, known: EventProfile): TraitProperties {
  const properties: Properties = {};
  const cleared: string[] = [];
  for (const name in traits) {
    // A key `__proto__` would set the prototype.
    if (taken.has(name) || name === '__proto__' || traits[name] === undefined) continue;
    if (traits[name] === null) cleared.push(name);
    else properties[name] = traits[name];
  }
  const { phone, name, firstName, lastName, company, address } = traits;
  if (phone && known.phone_number === undefined) properties['phone'] = phone;
  if (name && (firstName !== undefined || lastName !== undefined)) properties['name'] = name;
  if (company && Object.keys(company).some((part) => part !== 'name')) {
    properties['company'] = company;
  }
  if (exceedsLocation(address)) properties['address'] = address;
  const { locale, timezone } = traits;
  if (locale && bcp47(locale) === undefined) properties['locale'] = locale;
  if (timezone && !isTimezone(timezone)) properties['timezone'] = timezone;
  for (const _ in properties) return { properties, cleared };
  return { properties: undefined, cleared };
}
