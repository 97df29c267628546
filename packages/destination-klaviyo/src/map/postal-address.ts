import type { Properties } from './klaviyo-event.ts';
import { put, putRest } from './put.ts';

/** What Klaviyo calls the parts of an address on an order, and what senders call them. */
const parts: Readonly<Record<string, readonly string[]>> = {
  FirstName: ['first_name', 'firstName'],
  LastName: ['last_name', 'lastName'],
  Company: ['company'],
  Address1: ['street', 'street_1', 'address1'],
  Address2: ['street_2', 'address2'],
  City: ['city'],
  Region: ['state', 'region'],
  RegionCode: ['state_code', 'region_code'],
  Zip: ['zip', 'postal_code', 'postalCode'],
  Country: ['country'],
  CountryCode: ['country_code', 'country_iso2'],
  Phone: ['phone'],
};

const names = Object.entries(parts);
const taken = new Set(Object.values(parts).flat());

/** An address under Klaviyo's names; what it has besides keeps the name it came with. */
export function postalAddress(address: unknown): Properties | undefined {
  if (typeof address !== 'object' || address === null || Array.isArray(address)) return undefined;
  const source = address as Readonly<Record<string, unknown>>;
  const properties: Properties = {};
  putRest(properties, source, taken);
  for (const [name, spellings] of names) {
    const spelling = spellings.find((s) => source[s] !== undefined && source[s] !== null);
    if (spelling !== undefined) put(properties, name, source[spelling]);
  }
  return properties;
}
