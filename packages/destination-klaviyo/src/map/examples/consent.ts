import type { JsonObject, Operation } from '@millrace/core';
import { ana, asAna, common, type Example, nobody } from './example.ts';

const email = 'ana@kelpwood.co';
const phone_number = '+15005550006';
const phoneOnly = { id: 4, identifiers: [{ type: 'phone', id: phone_number }] };
/** Somebody of whom no more than the user id is known. */
const bo = { id: 3, identifiers: [{ type: 'user_id', id: '7' }] };

const track = (event: string, properties: JsonObject) =>
  ({ ...common, type: 'track', userId: '991', event, properties }) as const;

const one = (lane: string, payload: object, detail = ''): { operations: Operation[] } => ({
  operations: [{ lane, key: `${lane}${detail}:m-1`, payload }],
});

export const consent: readonly Example[] = [
  {
    title: 'User Subscribed agrees to emails, and joins the list of the settings',
    settings: { listId: 'NEWS' },
    in: track('User Subscribed', { source: 'Checkout' }),
    profile: ana,
    out: one('subscriptions', { email, channels: ['email'], listId: 'NEWS', source: 'Checkout' }),
  },
  {
    title: 'text messages only when they are asked for, on a list of its own',
    settings: { listId: 'NEWS' },
    in: track('User Subscribed', { channels: ['email', 'sms'], list_id: 'TEXTS' }),
    profile: ana,
    out: one('subscriptions', { email, phone_number, channels: ['email', 'sms'], listId: 'TEXTS' }),
  },
  {
    title: 'with explicit permission nobody is asked to confirm: it is imported with its time',
    settings: { confirmOptin: false },
    in: track('User Subscribed', { consented_at: '2026-07-01T08:00:00+02:00' }),
    profile: ana,
    out: one('subscriptions', {
      email,
      channels: ['email'],
      consentedAt: '2026-07-01T06:00:00.000Z',
    }),
  },
  {
    title: 'a time of consent that is still to come is that of the event’s arrival',
    settings: { confirmOptin: false },
    in: track('User Subscribed', { consented_at: '2026-08-01T08:00:00Z' }),
    profile: ana,
    out: one('subscriptions', {
      email,
      channels: ['email'],
      consentedAt: '2026-07-15T10:00:01.000Z',
    }),
  },
  {
    title: 'with enforceEmail, nobody is subscribed to text messages without an email',
    in: track('User Subscribed', { channels: 'sms' }),
    profile: phoneOnly,
    out: { hold: 'no email is known (setting enforceEmail)' },
  },
  {
    title: 'without it, a phone number is enough',
    settings: { enforceEmail: false },
    in: track('User Subscribed', { channels: 'sms' }),
    profile: phoneOnly,
    out: one('subscriptions', { phone_number, channels: ['sms'] }),
  },
  {
    title: 'an identify that names a list joins it; without, it says nothing of consent',
    settings: { listId: 'NEWS' },
    in: {
      ...common,
      type: 'identify',
      userId: '991',
      traits: { firstName: 'Ana' },
      integrations: { All: false, Klaviyo: { listId: 'VIPS', confirmOptin: false } },
    },
    profile: ana,
    out: {
      operations: [
        { lane: 'profiles', key: 'm-1', payload: { attributes: { ...asAna, first_name: 'Ana' } } },
        {
          lane: 'subscriptions',
          key: 'subscriptions:m-1',
          payload: {
            email,
            channels: ['email'],
            listId: 'VIPS',
            consentedAt: '2026-07-15T10:00:00.000Z',
          },
        },
      ],
    },
  },
  {
    title: 'User Unsubscribed withdraws all there is, each by the identifier it is reached by',
    in: track('User Unsubscribed', {}),
    profile: ana,
    out: {
      operations: [
        {
          lane: 'unsubscriptions',
          key: 'unsubscriptions:email:m-1',
          payload: { email, channels: ['email'] },
        },
        {
          lane: 'unsubscriptions',
          key: 'unsubscriptions:phone:m-1',
          payload: { phone_number, channels: ['sms', 'sms_transactional'] },
        },
      ],
    },
  },
  {
    title: 'Unsubscribed, of Segment’s email spec, withdraws emails',
    in: track('Unsubscribed', {}),
    profile: ana,
    out: one('unsubscriptions', { email, channels: ['email'] }, ':email'),
  },
  {
    title: 'with a list, User Unsubscribed leaves that list and nothing else',
    in: track('User Unsubscribed', { list_id: 'VIPS' }),
    profile: ana,
    out: one('list-removals', { listId: 'VIPS', who: { email } }),
  },
  {
    title: 'consent is withdrawn from whoever is known, also without an email',
    in: track('User Unsubscribed', {}),
    profile: phoneOnly,
    out: one('unsubscriptions', { phone_number, channels: ['sms', 'sms_transactional'] }, ':phone'),
  },
  {
    title: 'a number in the event comes before the one that is known',
    in: track('User Unsubscribed', { channels: 'sms', phone: '+1 (500) 555-0007' }),
    profile: ana,
    out: one('unsubscriptions', { phone_number: '+15005550007', channels: ['sms'] }, ':phone'),
  },
  {
    title: 'User Suppressed gets no emails, whatever was agreed to',
    in: track('User Suppressed', {}),
    profile: ana,
    out: one('suppressions', { email }),
  },
  {
    title: 'User Unsuppressed lifts that, and agrees to nothing',
    in: track('User Unsuppressed', {}),
    profile: ana,
    out: one('unsuppressions', { email }),
  },
  {
    title: 'List Joined is on a list, with no change of consent',
    in: track('List Joined', { list_id: 'VIPS' }),
    profile: ana,
    out: one('list-additions', { listId: 'VIPS', who: { email } }),
  },
  {
    title: 'with enforceEmail, nobody joins a list without an email',
    in: track('List Joined', { list_id: 'VIPS' }),
    profile: bo,
    out: { hold: 'nobody is known who could be on a list' },
  },
  {
    title: 'List Left is off it',
    in: track('List Left', { list_id: 'VIPS' }),
    profile: bo,
    out: one('list-removals', { listId: 'VIPS', who: { external_id: '991' } }),
  },
  {
    title: 'User Erased is forgotten for good',
    in: track('User Erased', {}),
    profile: ana,
    out: one('deletions', { who: { email } }),
  },
  {
    title: 'User Erased is of a user id, when no email is known',
    in: track('User Erased', {}),
    profile: bo,
    out: one('deletions', { who: { external_id: '991' } }),
  },
  {
    title: 'nobody known can be unsubscribed: it waits until they are',
    in: {
      ...common,
      type: 'track',
      anonymousId: 'a-1',
      event: 'User Unsubscribed',
      properties: {},
    },
    profile: nobody,
    out: { hold: 'neither email nor phone number is known to unsubscribe' },
  },
  {
    title: 'channels that nobody knows are a mistake, and not taken for all of them',
    in: track('User Unsubscribed', { channels: ['fax'] }),
    profile: ana,
    out: {
      reject: 'its channels are not understood; Klaviyo is told of email, sms, sms_transactional',
    },
  },
];
