import type { Event, Profile } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { identityOf, phoneLeftOut } from './identity.ts';

const common = {
  messageId: 'm-1',
  timestamp: '2026-07-15T10:00:00.000Z',
  receivedAt: '2026-07-15T10:00:00.000Z',
  context: {},
  integrations: {},
};
const track = (fields: object): Event => ({
  ...common,
  type: 'track',
  event: 'Seen',
  properties: {},
  ...fields,
});
const knownBy = (...identifiers: [type: string, id: string][]): Profile => ({
  id: 1,
  identifiers: identifiers.map(([type, id]) => ({ type, id })),
});
const strict = { enforceEmail: true, fallbackToAnonymousId: false };
const loose = { enforceEmail: false, fallbackToAnonymousId: false };
const loosest = { enforceEmail: false, fallbackToAnonymousId: true };

describe('with enforceEmail', () => {
  it('takes the email of the event before that of its profile', () => {
    const event = track({ userId: '7', properties: { email: 'New@kelpwood.co' } });
    expect(identityOf(event, knownBy(['email', 'old@kelpwood.co']), strict)).toStrictEqual({
      known: { external_id: '7', email: 'new@kelpwood.co' },
    });
  });

  it('adds the user id that is known of the profile', () => {
    const profile = knownBy(['user_id', '7'], ['email', 'ana@kelpwood.co']);
    expect(identityOf(track({ anonymousId: 'a' }), profile, strict)).toStrictEqual({
      known: { external_id: '7', email: 'ana@kelpwood.co' },
    });
  });

  it('delivers nothing under a user id or a phone number alone', () => {
    const event = track({ userId: '7', anonymousId: 'a', properties: { phone: '+15005550006' } });
    expect(identityOf(event, knownBy(), { ...strict, fallbackToAnonymousId: true })).toStrictEqual({
      unknown: 'no email is known (setting enforceEmail)',
    });
  });

  it('passes over a malformed email, and says so without printing it', () => {
    const event = track({ properties: { email: 'ana@kelpwood' } });
    const profile = knownBy(['email', 'ana@kelpwood'], ['email', 'ana@kelpwood.co']);
    expect(identityOf(event, profile, strict)).toStrictEqual({
      known: { email: 'ana@kelpwood.co' },
    });
    const { unknown } = identityOf(event, knownBy(['email', 'ana@kelpwood']), strict);
    expect(unknown).toContain('malformed');
    expect(unknown).not.toContain('kelpwood');
  });

  it.each(['a b@x.co', 'a@x', 'a@x..co', '@x.co', 'a@', `${'a'.repeat(96)}@x.co`])(
    '"%s" is no email',
    (email) => {
      expect(identityOf(track({ properties: { email } }), knownBy(), strict)).toHaveProperty(
        'unknown',
      );
    },
  );
});

describe('without enforceEmail', () => {
  it.each([
    ['a user id', { userId: '7' }, { external_id: '7' }],
    ['a phone number', { properties: { phone: '+15005550006' } }, { phone_number: '+15005550006' }],
  ])('%s is enough', (_, fields, known) => {
    const profile = knownBy(['phone', '+15005550006']);
    expect(identityOf(track(fields), profile, loose)).toStrictEqual({ known });
  });

  it('takes the phone number of the profile only when nothing better is known', () => {
    const profile = knownBy(['phone', '+15005550006']);
    expect(identityOf(track({ anonymousId: 'a' }), profile, loosest)).toStrictEqual({
      known: { phone_number: '+15005550006' },
    });
    expect(identityOf(track({ userId: '7' }), profile, loose)).toStrictEqual({
      known: { external_id: '7' },
    });
  });

  it.each([
    '5005550006',
    '+1 500',
    '+05005550006',
    '+1500555000699999',
    '+1 617 555 0100 ext. 5',
    'x'.repeat(99),
  ])('"%s" is left out', (phone) => {
    const event = track({ userId: '7', properties: { phone } });
    expect(identityOf(event, knownBy(), loose)).toStrictEqual({ known: { external_id: '7' } });
    expect(identityOf(track({ properties: { phone } }), knownBy(), loose)).toHaveProperty(
      'unknown',
    );
  });

  it('leaves out a user id that is too long for an external_id', () => {
    const event = track({ userId: 'u'.repeat(256), properties: { email: 'ana@kelpwood.co' } });
    expect(identityOf(event, knownBy(), loose)).toStrictEqual({
      known: { email: 'ana@kelpwood.co' },
    });
  });

  it('gives the anonymous id only to a track event, and only when it is asked to', () => {
    const event = track({ anonymousId: 'a' });
    expect(identityOf(event, knownBy(), loosest)).toStrictEqual({ known: { anonymous_id: 'a' } });
    expect(identityOf(event, knownBy(), loose)).toHaveProperty('unknown');
    const identify: Event = { ...common, type: 'identify', anonymousId: 'a', traits: {} };
    expect(identityOf(identify, knownBy(), loosest)).toHaveProperty('unknown');
  });

  it('never adds the anonymous id to a better one', () => {
    const event = track({ anonymousId: 'a', userId: '7' });
    expect(identityOf(event, knownBy(), loosest)).toStrictEqual({ known: { external_id: '7' } });
  });
});

describe('a phone number', () => {
  it.each([
    ['+1 (500) 555-0006', undefined, '+15005550006'],
    ['(500) 555-0006', 'US', '+15005550006'],
    ['0171 123 45 67', 'DE', '+491711234567'],
    ['0049 171 1234567', 'DE', '+491711234567'],
    ['+1 500 555 0006', 'DE', '+15005550006'],
  ] as const)('%s, of somebody in %s, is %s', (phone, defaultCountry, phone_number) => {
    const event = track({ properties: { phone } });
    const profile = knownBy(['phone', phone.replace(/[\s().-]/g, '')]);
    expect(identityOf(event, profile, { ...loose, defaultCountry })).toStrictEqual({
      known: { phone_number },
    });
    expect(identityOf(track({}), profile, { ...loose, defaultCountry })).toStrictEqual({
      known: { phone_number },
    });
  });

  it('that is none is told of, without printing it', () => {
    const event = track({ userId: '7', properties: { phone: '555-0006' } });
    expect(phoneLeftOut(event, { external_id: '7' }, loose)).toMatchObject({
      kind: 'phone_left_out',
      reason: expect.not.stringContaining('0006') as string,
    });
    expect(phoneLeftOut(event, { phone_number: '+15005550006' }, loose)).toBeUndefined();
    expect(phoneLeftOut(track({ userId: '7' }), { external_id: '7' }, loose)).toBeUndefined();
  });
});

describe('a phone number of somebody else', () => {
  const event = track({ userId: '7', properties: { phone: '+15005550006' } });

  it('is left out: Klaviyo would take the two for one person', () => {
    const profile = knownBy(['user_id', '7'], ['email', 'ana@kelpwood.co']);
    expect(identityOf(event, profile, strict)).toStrictEqual({
      known: { external_id: '7', email: 'ana@kelpwood.co' },
    });
  });

  it('is told of, without printing it', () => {
    expect(phoneLeftOut(event, { external_id: '7' }, loose)).toMatchObject({
      kind: 'phone_left_out',
      reason: expect.stringMatching(/^(?!.*0006).*another profile/) as string,
    });
  });
});

describe('a former email', () => {
  const profile = knownBy(
    ['user_id', '7'],
    ['email', 'new@kelpwood.co'],
    ['email', 'old@kelpwood.co'],
  );
  const old = { properties: { email: 'Old@kelpwood.co' } };

  it('gives way to the current one where the event says no user id', () => {
    expect(identityOf(track(old), profile, strict)).toStrictEqual({
      known: { external_id: '7', email: 'new@kelpwood.co' },
    });
  });

  it('is current again once an event says it with the user id', () => {
    expect(identityOf(track({ ...old, userId: '7' }), profile, strict)).toStrictEqual({
      known: { external_id: '7', email: 'old@kelpwood.co' },
    });
  });

  it('stays what it is for somebody without a user id', () => {
    const guest = knownBy(['email', 'new@kelpwood.co'], ['email', 'old@kelpwood.co']);
    expect(identityOf(track(old), guest, strict)).toStrictEqual({
      known: { email: 'old@kelpwood.co' },
    });
  });
});

describe('an exchange id', () => {
  const _kx = 'k7Qz0vTn.SNDBX1';

  it.each([
    ['an external id', { externalIds: [{ type: '_kx', id: _kx }] }],
    ['the address of the page', { page: { url: `https://shop.kelpwood.co/?a=1&_kx=${_kx}#top` } }],
    ['its query', { page: { search: `?_kx=${_kx}` } }],
  ])('is taken from %s, when nothing better is known', (_, context) => {
    expect(identityOf(track({ anonymousId: 'a', context }), knownBy(), loosest)).toStrictEqual({
      known: { _kx },
    });
    expect(identityOf(track({ userId: '7', context }), knownBy(), loosest)).toStrictEqual({
      known: { external_id: '7' },
    });
    expect(identityOf(track({ context }), knownBy(), strict)).toHaveProperty('unknown');
  });
});
