import type { IdentifyEvent, UserTraits } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { profileImport } from './profile-import.ts';

type Fields = Partial<Pick<IdentifyEvent, 'context' | 'integrations' | 'timestamp'>>;
type Known = Parameters<typeof profileImport>[1];

function importOf(traits: UserTraits, fields: Fields = {}, known: Known = { external_id: '7' }) {
  const event: IdentifyEvent = {
    type: 'identify',
    messageId: 'm-1',
    timestamp: '2026-07-15T10:00:00.000Z',
    receivedAt: '2026-07-15T10:00:00.000Z',
    context: {},
    integrations: {},
    ...fields,
    traits,
  };
  return profileImport(event, known);
}

const attributesOf = (...how: Parameters<typeof importOf>) => importOf(...how).attributes;

describe('the attributes of a profile', () => {
  it('are the identifiers alone when there are no traits', () => {
    expect(importOf({})).toStrictEqual({ attributes: { external_id: '7' } });
  });

  it('name an exchange id, and never an anonymous id', () => {
    expect(attributesOf({}, {}, { email: 'ana@kelpwood.co', anonymous_id: 'a' })).toStrictEqual({
      email: 'ana@kelpwood.co',
    });
    expect(attributesOf({}, {}, { _kx: 'k.SNDBX1' })).toStrictEqual({ _kx: 'k.SNDBX1' });
  });

  it('keep a phone number that Klaviyo cannot take as a property', () => {
    expect(attributesOf({ phone: '(500) 555-0006' })).toStrictEqual({
      external_id: '7',
      properties: { phone: '(500) 555-0006' },
    });
  });

  it('are cleared by null, and properties are taken away', () => {
    const cleared = importOf({
      email: null,
      phone: null,
      name: null,
      avatar: null,
      company: null,
      address: null,
      age: null,
    });
    expect(cleared).toStrictEqual({
      attributes: {
        external_id: '7',
        phone_number: null,
        first_name: null,
        last_name: null,
        image: null,
        organization: null,
        location: {
          address1: null,
          address2: null,
          city: null,
          region: null,
          zip: null,
          country: null,
          latitude: null,
          longitude: null,
        },
      },
      meta: { patch_properties: { unset: ['age'] } },
    });
  });

  it('split a full name only when neither half is given, and lose none of it', () => {
    expect(attributesOf({ name: ' Ana  María Ruiz ' })).toMatchObject({
      first_name: 'Ana',
      last_name: 'María Ruiz',
    });
    expect(attributesOf({ name: 'Ana' })).toMatchObject({ first_name: 'Ana', last_name: null });
    expect(attributesOf({ name: 'Annie R.', firstName: 'Ana' })).toStrictEqual({
      external_id: '7',
      first_name: 'Ana',
      properties: { name: 'Annie R.' },
    });
  });

  it('leave what does not fit into them to the properties', () => {
    const company = { name: 'Kelpwood', industry: 'Toys' };
    const address = { city: 'Boston', floor: 3 };
    expect(attributesOf({ company, address, locale: '??', timezone: 'Mars' })).toStrictEqual({
      external_id: '7',
      organization: 'Kelpwood',
      location: { city: 'Boston' },
      properties: { company, address, locale: '??', timezone: 'Mars' },
    });
  });
});

describe('the location', () => {
  it.each<[string, UserTraits['address'], object]>([
    ['a text', '1 Kelp Rd', { address1: '1 Kelp Rd' }],
    [
      'two lines',
      { street_1: '1 Kelp Rd', street_2: 'B' },
      { address1: '1 Kelp Rd', address2: 'B' },
    ],
    ['a zip that is a number', { zip: 10115 }, { zip: '10115' }],
    ['null in one part', { city: null, state: 'MA' }, { city: null, region: 'MA' }],
    ['coordinates', { latitude: '42.36', lng: -71.06 }, { latitude: 42.36, longitude: -71.06 }],
    ['no place on earth', { city: 'Oz', lat: 91, lon: 'far' }, { city: 'Oz' }],
  ])('is understood: %s', (_, address, location) => {
    expect(attributesOf({ address }).location).toStrictEqual(location);
  });

  it('has the time zone of the traits, else of the context', () => {
    const context = { timezone: 'America/New_York' };
    expect(attributesOf({ timezone: 'Europe/Berlin' }, { context }).location).toStrictEqual({
      timezone: 'Europe/Berlin',
    });
    expect(attributesOf({}, { context }).location).toStrictEqual(context);
    expect(attributesOf({}, { context: { timezone: '+02:00' } })).not.toHaveProperty('location');
  });

  it('is that of the IP only when there is no address', () => {
    const context = { ip: '203.0.113.7' };
    expect(attributesOf({}, { context }).location).toStrictEqual(context);
    expect(attributesOf({ address: { city: 'Boston' } }, { context }).location).toStrictEqual({
      city: 'Boston',
    });
  });
});

describe('a patch', () => {
  const patched = (patch: unknown) =>
    importOf({}, { integrations: { Klaviyo: { patch } } }).meta?.patch_properties;

  it('adds, takes from, and removes', () => {
    expect(patched({ append: { a: 1 }, unappend: { b: [2] }, unset: ['c', 'd', 'c'] })).toEqual({
      append: { a: 1 },
      unappend: { b: [2] },
      unset: ['c', 'd'],
    });
    expect(patched({ unset: 'c' })).toEqual({ unset: ['c'] });
  });

  it.each([undefined, null, 'c', [], {}, { append: 'a', unset: [1] }, { append: {} }])(
    'is nothing when it is %j',
    (patch) => {
      expect(patched(patch)).toBeUndefined();
    },
  );
});

describe('what was told late', () => {
  it.each([
    ['a quarter of an hour', '2026-07-15T09:45:00.000Z', undefined],
    ['more', '2026-07-15T09:44:59.999Z', true],
    ['before it happened, by a clock that is fast', '2026-07-15T11:00:00.000Z', undefined],
  ])('is %s after it happened', (_, timestamp, late) => {
    expect(importOf({}, { timestamp }).late).toBe(late);
  });

  it('is all that is history', () => {
    expect(importOf({}, { context: { backfill: true } }).late).toBe(true);
  });
});
