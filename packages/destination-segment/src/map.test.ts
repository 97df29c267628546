import type { Event, Profile } from '@millrace/core';
import { trackEvent } from '@millrace/core/testing';
import { describe, expect, it } from 'vitest';
import { addedBytes, maxEventBytes } from './limits.ts';
import { map } from './map.ts';

const somebody: Profile = {
  id: 1,
  identifiers: [
    { type: 'anonymous_id', id: 'anon' },
    { type: 'user_id', id: '42' },
  ],
};

/** A track event that is this many bytes when it gets to Segment, made of letters of two bytes each. */
function eventOf(bytes: number): Event {
  const { receivedAt: _, ...bare } = trackEvent({ messageId: 'm', properties: { text: '' } });
  const room = bytes - addedBytes - Buffer.byteLength(JSON.stringify(bare));
  const text = 'é'.repeat(Math.floor(room / 2)) + 'x'.repeat(room % 2);
  return trackEvent({ messageId: 'm', properties: { text } });
}

describe('map', () => {
  it('makes one operation of an event, whose key is its messageId', () => {
    const event = trackEvent({ messageId: 'order-1001' });
    const { receivedAt: _, ...message } = event;

    expect(map(event, somebody)).toEqual({
      operations: [{ lane: 'batch', key: 'order-1001', payload: message }],
    });
  });

  it('takes an event of exactly 32 KB', () => {
    expect(map(eventOf(maxEventBytes), somebody)).toHaveProperty('operations');
  });

  it('refuses an event of one byte more, counting bytes and not letters', () => {
    expect(map(eventOf(maxEventBytes + 1), somebody)).toEqual({
      reject: 'Coupon Applied is 32769 bytes of JSON; Segment takes 32768 for one event',
    });
  });

  it('refuses a messageId that Segment would discard the event for', () => {
    const withId = (length: number): Event => trackEvent({ messageId: 'm'.repeat(length) });

    expect(map(withId(99), somebody)).toHaveProperty('operations');
    expect(map(withId(100), somebody)).toEqual({
      reject: 'Coupon Applied has a messageId of 100 characters; Segment takes 99',
    });
  });

  describe('an event that has neither userId nor anonymousId', () => {
    const { userId: _, ...byEmail } = trackEvent({ properties: { email: 'jo@example.com' } });
    const [anonymous] = somebody.identifiers.map((one) => ({ id: 1, identifiers: [one] }));
    const idsOf = (profile: Profile): unknown[] => {
      const mapping = map(byEmail, profile);
      const operations = 'operations' in mapping ? mapping.operations : [];
      return operations.map(({ payload: { userId, anonymousId } }) => [userId, anonymousId]);
    };

    it('gets the user id of its profile', () => {
      expect(idsOf(somebody)).toEqual([['42', undefined]]);
    });

    it('gets the anonymous id, as long as that is all that is known', () => {
      expect(idsOf(anonymous ?? somebody)).toEqual([[undefined, 'anon']]);
    });

    it('is held while the profile has neither, as Segment would discard it', () => {
      expect(map(byEmail, { id: 1, identifiers: [] })).toEqual({
        hold: 'Segment needs a userId or an anonymousId; neither is known of this profile',
      });
    });
  });
});
