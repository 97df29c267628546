import type { IdentifyEvent } from '@millrace/core';
import type { Location } from './profile.ts';

/** What senders call the parts of an address. */
const spellings = {
  address1: ['street', 'street1', 'street_1', 'address1', 'line1'],
  address2: ['street2', 'street_2', 'address2', 'line2'],
  city: ['city'],
  region: ['state', 'region', 'province'],
  zip: ['postalCode', 'postal_code', 'zip'],
  country: ['country'],
} as const;
const texts = Object.entries(spellings) as [keyof typeof spellings, readonly string[]][];
const coordinates = [
  ['latitude', ['latitude', 'lat'], 90],
  ['longitude', ['longitude', 'lng', 'lon'], 180],
] as const;

const taken: ReadonlySet<string> = new Set([
  ...Object.values(spellings).flat(),
  ...coordinates.flatMap(([, names]) => names),
  'timezone',
]);

const cleared: Location = {
  address1: null,
  address2: null,
  city: null,
  region: null,
  zip: null,
  country: null,
  latitude: null,
  longitude: null,
};

/**
 * Where a person is: their address, with its coordinates, and the time zone. Without an address the IP tells, if the
 * event has one. `null` clears the address.
 *
 * Klaviyo: Profiles API, location
 */
export function locationOf({ traits, context }: IdentifyEvent): Location | undefined {
  const { address } = traits;
  const location: Location = address === null ? { ...cleared } : partsOf(address);
  const within = isObject(address) ? address['timezone'] : undefined;
  const timezone = [traits['timezone'], within, context.timezone].find(isTimezone);
  if (timezone !== undefined) location.timezone = timezone;
  // With an address, that of the provider would only blur it.
  if (address === undefined && context.ip) location.ip = context.ip;
  for (const _ in location) return location;
  return undefined;
}

/** Whether an address has more than a location takes: it is then kept as a property. */
export function exceedsLocation(address: unknown): boolean {
  return isObject(address) && Object.keys(address).some((name) => !taken.has(name));
}

function partsOf(address: unknown): Location {
  if (typeof address === 'string') return { address1: address };
  const location: Location = {};
  if (!isObject(address)) return location;
  for (const [name, candidates] of texts) {
    const spelling = candidates.find((candidate) => address[candidate] !== undefined);
    if (spelling === undefined) continue;
    const value = address[spelling];
    if (typeof value === 'string' || value === null) location[name] = value;
    else if (typeof value === 'number') location[name] = String(value);
  }
  for (const [name, candidates, most] of coordinates) {
    const spelling = candidates.find((candidate) => address[candidate] !== undefined);
    if (spelling === undefined) continue;
    const value = address[spelling];
    const degrees = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (degrees === null) location[name] = null;
    if (typeof degrees === 'number' && Math.abs(degrees) <= most) location[name] = degrees;
  }
  return location;
}

/** Looking one up is slow, and there are only so many. */
const known = new Set<string>();

/** Whether it is the name of a time zone, such as `Europe/Berlin`. */
export function isTimezone(value: unknown): value is string {
  if (typeof value !== 'string' || value === '') return false;
  if (known.has(value)) return true;
  // What has an offset in its place is no name, though it would be understood.
  if (!/^[A-Za-z]/.test(value)) return false;
  try {
    Intl.DateTimeFormat('en', { timeZone: value });
  } catch {
    return false;
  }
  known.add(value);
  return true;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
