import type { IdentifyEvent, UserTraits } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { profileImport } from './profile-import.ts';

function of(traits: UserTraits, known: Parameters<typeof profileImport>[1] = { external_id: '7' }) {
  const event: IdentifyEvent = {
    type: 'identify',
    messageId: 'm-1',
    timestamp: '2026-07-15T10:00:00.000Z',
    receivedAt: '2026-07-15T10:00:00.000Z',
    context: {},
    integrations: {},
    traits,
  };
  return profileImport(event, known);
}

describe('profileImport', () => {
  it('sends the identifiers alone when there are no traits', () => {
    expect(of({})).toStrictEqual({ external_id: '7' });
  });

  it('keeps a phone number that Klaviyo cannot take as a property', () => {
    expect(of({ phone: '(500) 555-0006' })).toStrictEqual({
      external_id: '7',
      properties: { phone: '(500) 555-0006' },
    });
  });

  it('clears what is null', () => {
    const cleared = of({
      email: null,
      phone: null,
      name: null,
      avatar: null,
      company: null,
      address: null,
      age: null,
    });
    expect(cleared).toStrictEqual({
      external_id: '7',
      phone_number: null,
      first_name: null,
      last_name: null,
      image: null,
      organization: null,
      location: { address1: null, city: null, region: null, zip: null, country: null },
      properties: { age: null },
    });
  });

  it('splits a full name only when neither half is given, and loses none of it', () => {
    expect(of({ name: ' Ana  María Ruiz ' })).toMatchObject({
      first_name: 'Ana',
      last_name: 'María Ruiz',
    });
    expect(of({ name: 'Ana' })).toMatchObject({ first_name: 'Ana', last_name: null });
    expect(of({ name: 'Annie R.', firstName: 'Ana' })).toStrictEqual({
      external_id: '7',
      first_name: 'Ana',
      properties: { name: 'Annie R.' },
    });
  });

  it('keeps what does not fit into an attribute', () => {
    const company = { name: 'Kelpwood', industry: 'Toys' };
    const address = { city: 'Boston', floor: 3 };
    expect(of({ company, address })).toStrictEqual({
      external_id: '7',
      organization: 'Kelpwood',
      location: { city: 'Boston' },
      properties: { company, address },
    });
    expect(of({ address: '1 Kelp Rd' })).toMatchObject({ location: { address1: '1 Kelp Rd' } });
  });

  it('never names an anonymous id', () => {
    expect(of({}, { email: 'ana@kelpwood.co', anonymous_id: 'a' })).toStrictEqual({
      email: 'ana@kelpwood.co',
    });
  });
});
