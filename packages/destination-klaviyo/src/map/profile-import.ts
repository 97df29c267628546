import type { IdentifyEvent, UserTraits } from '@millrace/core';
import type { Properties } from './klaviyo-event.ts';
import type { EventProfile, Location, ProfileAttributes } from './profile.ts';

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
]);
const companyParts = new Set(['name']);
const addressParts = new Set(['street', 'city', 'state', 'postalCode', 'country']);

/**
 * What an identify says of a profile. A trait that is `null` clears its attribute; identifiers are never cleared, save
 * the phone number.
 *
 * Klaviyo: Profiles API, Create or Update Profile
 */
export function profileImport({ traits }: IdentifyEvent, known: EventProfile): ProfileAttributes {
  const attributes: ProfileAttributes = {};
  if (known.external_id !== undefined) attributes.external_id = known.external_id;
  if (known.email !== undefined) attributes.email = known.email;
  if (known.phone_number !== undefined) attributes.phone_number = known.phone_number;
  else if (traits.phone === null) attributes.phone_number = null;
  putNames(attributes, traits);
  if (traits.title !== undefined) attributes.title = traits.title;
  if (traits.avatar !== undefined) attributes.image = traits.avatar;
  const organization = traits.company === null ? null : traits.company?.name;
  if (organization !== undefined) attributes.organization = organization;
  const location = locationOf(traits.address);
  if (location !== undefined) attributes.location = location;
  const properties = propertiesOf(traits, known);
  if (properties !== undefined) attributes.properties = properties;
  return attributes;
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

function locationOf(address: UserTraits['address']): Location | undefined {
  if (address === undefined) return undefined;
  if (address === null) {
    return { address1: null, city: null, region: null, zip: null, country: null };
  }
  if (typeof address === 'string') return { address1: address };
  const location: Location = {};
  if (address.street !== undefined) location.address1 = address.street;
  if (address.city !== undefined) location.city = address.city;
  if (address.state !== undefined) location.region = address.state;
  if (address.postalCode !== undefined) location.zip = address.postalCode;
  if (address.country !== undefined) location.country = address.country;
  return location;
}

/** What has no attribute of its own, or does not fit into it: none of it is lost. */
function propertiesOf(traits: UserTraits, known: EventProfile): Properties | undefined {
  const properties: Properties = {};
  for (const name in traits) {
    // A key `__proto__` would set the prototype.
    if (taken.has(name) || name === '__proto__' || traits[name] === undefined) continue;
    properties[name] = traits[name];
  }
  const { phone, name, firstName, lastName, company, address } = traits;
  if (phone && phone.trim() !== known.phone_number) properties['phone'] = phone;
  if (name && (firstName !== undefined || lastName !== undefined)) properties['name'] = name;
  if (hasMoreThan(company, companyParts)) properties['company'] = company;
  if (hasMoreThan(address, addressParts)) properties['address'] = address;
  return Object.keys(properties).length > 0 ? properties : undefined;
}

function hasMoreThan(value: unknown, parts: ReadonlySet<string>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).some((name) => !parts.has(name));
}
