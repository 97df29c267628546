import { describe, expect, it } from 'vitest';
import { Context, ExternalId } from './context.ts';

describe('Context', () => {
  it('accepts every field of the spec as it is, and the mark of events of the past', () => {
    const context = {
      active: true,
      backfill: true,
      app: { name: 'Shop', version: '5.4.3', build: '5.4.3.1', namespace: 'com.example.shop' },
      campaign: { name: 'Spring', source: 'mail', medium: 'email', term: 'x', content: 'y' },
      channel: 'browser',
      device: { id: 'd', advertisingId: 'a', adTrackingEnabled: false, type: 'ios', token: 't' },
      externalIds: [{ type: 'klaviyo', id: 'k-1' }],
      groupId: 'g',
      ip: '8.8.8.8',
      library: { name: 'analytics.js', version: '2.11.1' },
      locale: 'en-US',
      network: { bluetooth: false, carrier: 'T-Mobile', cellular: true, wifi: false },
      os: { name: 'iPhone OS', version: '8.1.3' },
      page: { path: '/', referrer: '', search: '', title: 'Home', url: 'https://example.com/' },
      referrer: { id: 'r', type: 'dataxu', name: 'n', url: 'u', link: 'l' },
      screen: { width: 320, height: 568, density: 2 },
      timezone: 'Europe/Amsterdam',
      traits: { email: 'a@example.com' },
      userAgent: 'Mozilla/5.0',
      userAgentData: { mobile: false },
    };
    expect(Object.keys(Context.shape).toSorted()).toEqual(Object.keys(context).toSorted());
    expect(Context.parse(context)).toEqual(context);
  });

  it('requires nothing and takes null for what is not known', () => {
    const nulls = Object.fromEntries(Object.keys(Context.shape).map((key) => [key, null]));
    expect(Context.parse({})).toEqual({});
    expect(Context.parse(nulls)).toEqual(nulls);
  });

  it('keeps fields that the spec does not name, at any level', () => {
    const context = { consent: { ads: false }, page: { path: '/', hash: '#top' } };
    expect(Context.parse(context)).toEqual(context);
  });

  it('names the field that is wrong', () => {
    const { error } = Context.safeParse({ screen: { width: '320' } });
    expect(error?.issues[0]?.path).toEqual(['screen', 'width']);
  });
});

describe('ExternalId', () => {
  it('takes an integer id as its digits, and keeps what else it has', () => {
    expect(ExternalId.parse({ type: 'shop', id: 7, collection: 'users' })).toEqual({
      type: 'shop',
      id: '7',
      collection: 'users',
    });
  });

  it.each([
    { type: '', id: '1' },
    { type: 'x'.repeat(65), id: '1' },
    { type: 'a', id: '' },
    { id: '1' },
  ])('refuses %j', (externalId) => {
    expect(ExternalId.safeParse(externalId).success).toBe(false);
  });
});
