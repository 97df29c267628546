import { describe, expect, it } from 'vitest';
import type { Event } from '../event/event.ts';
import { identifyEvent, trackEvent } from '../testing/events.ts';
import { emailOf, identifiersOf, phoneOf } from './identifiers.ts';

const { userId: _, ...nobody } = trackEvent();
const shortly = (event: Event) => identifiersOf(event).map(({ type, id }) => `${type}:${id}`);

describe('identifiersOf', () => {
  it('gives the strongest first: user id, email, phone, others, anonymous id', () => {
    const event = identifyEvent({
      anonymousId: 'device-1',
      userId: '42',
      traits: { phone: '+15550100', email: 'jo@shop.co' },
      context: { externalIds: [{ type: 'klaviyo_id', id: 'K1' }] },
    });

    expect(shortly(event)).toEqual([
      'user_id:42',
      'email:jo@shop.co',
      'phone:+15550100',
      'klaviyo_id:K1',
      'anonymous_id:device-1',
    ]);
  });

  it('ranks external ids by their type, wherever they stand', () => {
    const event: Event = {
      ...nobody,
      anonymousId: 'device-1',
      context: {
        externalIds: [
          { type: 'constructor', id: 'C1' },
          { type: 'phone', id: '+1 (555) 01-00' },
          { type: 'user_id', id: '42' },
        ],
      },
    };

    expect(shortly(event)).toEqual([
      'user_id:42',
      'phone:+15550100',
      'constructor:C1',
      'anonymous_id:device-1',
    ]);
  });

  it('gives one form to two spellings, and each identifier once', () => {
    const event = identifyEvent({
      userId: ' 42 ',
      traits: { email: ' Jo@Shop.CO ', phone: '+1 (555) 01.00' },
      context: {
        externalIds: [
          { type: 'email', id: 'JO@shop.co' },
          { type: 'phone', id: '+1-555-0100' },
          { type: 'klaviyo_id', id: 'K1' },
          { type: 'klaviyo_id', id: 'k1' },
        ],
      },
    });

    expect(shortly(event)).toEqual([
      'user_id:42',
      'email:jo@shop.co',
      'phone:+15550100',
      'klaviyo_id:K1',
      'klaviyo_id:k1',
    ]);
  });

  it('ignores blank ids, and those of more than 255 characters', () => {
    const event = identifyEvent({
      userId: 'u'.repeat(255),
      anonymousId: ' ',
      traits: { email: `${'a'.repeat(251)}@b.co` },
    });

    expect(shortly(event)).toEqual([`user_id:${'u'.repeat(255)}`]);
  });

  it('takes a user id that is an email for both', () => {
    expect(shortly(trackEvent({ userId: 'Jo@Shop.co' }))).toEqual([
      'user_id:Jo@Shop.co',
      'email:jo@shop.co',
    ]);
    expect(shortly(trackEvent({ userId: 'jo@localhost' }))).toEqual(['user_id:jo@localhost']);
  });

  it('links the two ids of an alias', () => {
    const alias = (previousId: string): Event => ({
      ...nobody,
      type: 'alias',
      userId: '42',
      previousId,
    });

    expect(shortly(alias('device-1'))).toEqual(['user_id:42', 'anonymous_id:device-1']);
    expect(shortly(alias('Jo@shop.co'))).toEqual(['user_id:42', 'email:jo@shop.co']);
  });

  it('does not take the email of a group for that of a person', () => {
    const group: Event = {
      ...nobody,
      type: 'group',
      userId: '42',
      groupId: 'g',
      traits: { email: 'office@shop.co', phone: '+15550100' },
    };

    expect(shortly(group)).toEqual(['user_id:42']);
  });
});

describe('emailOf and phoneOf', () => {
  it('prefer the traits of an identify to the properties, and these to the context', () => {
    const context = { traits: { email: 'context@shop.co', phone: '3' } };
    const properties = { email: ' Properties@shop.co ', phone: ' 2 ' };

    expect(emailOf(identifyEvent({ traits: { email: 'traits@shop.co' }, context }))).toBe(
      'traits@shop.co',
    );
    expect(emailOf(trackEvent({ properties, context }))).toBe('Properties@shop.co');
    expect(emailOf(trackEvent({ properties: { email: 7 }, context }))).toBe('context@shop.co');
    expect(phoneOf(identifyEvent({ traits: { phone: '1' }, context }))).toBe('1');
    expect(phoneOf(trackEvent({ properties, context }))).toBe('2');
    expect(phoneOf(trackEvent({ properties: {}, context }))).toBe('3');
  });
});
