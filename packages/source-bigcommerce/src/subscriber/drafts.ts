import type { Draft } from '@millrace/core';
import { present } from '../present.ts';
import type { Consent } from './consent.ts';
import type { Subscriber } from './schema.ts';

export interface About {
  /** Names the state that is told: part of the ids. */
  readonly messageId: string;
  /** As it is now; absent when it is deleted. */
  readonly subscriber: Subscriber | undefined;
  /** The registered customer who has this email. */
  readonly customerId: string | undefined;
}

/** What comes of a change of consent, in the order in which it is to be told. */
export function draftsOf(consent: Consent, about: About): readonly Draft[] {
  const { is, email } = consent;
  const said = is === 'given' ? given(email, consent.past, about) : withdrawn(email, about);
  return [...whoIs(consent, about), said];
}

/**
 * Whose email it is comes first: a destination that is told of consent under an email alone would make a second profile
 * of a customer who has just got it, or not find the one whose consent is withdrawn.
 */
function whoIs(
  consent: Consent,
  { messageId, subscriber, customerId }: About,
): readonly Draft<'identify'>[] {
  const { email } = consent;
  const common = { type: 'identify', messageId: `${messageId}:who` } as const;
  const past = consent.is === 'given' &&
    consent.past && {
      timestamp: subscriber?.date_modified,
      context: { backfill: true },
    };
  // Customers say their names themselves.
  if (customerId !== undefined) {
    return [{ ...common, userId: customerId, traits: { email }, ...past }];
  }
  const names = present({ firstName: subscriber?.first_name, lastName: subscriber?.last_name });
  if (consent.is === 'withdrawn' || Object.keys(names).length === 0) return [];
  return [{ ...common, traits: { email, ...names }, ...past }];
}

function given(email: string, past: boolean, about: About): Draft<'track'> {
  const { subscriber, customerId, messageId } = about;
  const at = subscriber?.date_modified;
  return {
    type: 'track',
    event: 'User Subscribed',
    messageId,
    ...(at !== undefined && { timestamp: at }),
    ...(customerId !== undefined && { userId: customerId }),
    context: { traits: { email }, ...(past && { backfill: true }) },
    properties: present({
      channels: ['email'],
      source: subscriber?.source === 'order' ? 'BigCommerce checkout' : 'BigCommerce newsletter',
      consented_at: at,
      channel_id: subscriber?.channel_id ?? undefined,
    }),
    // They are not asked again whether they meant it, months later.
    ...(past && { integrations: { Klaviyo: { confirmOptin: false } } }),
  };
}

function withdrawn(email: string, { subscriber, customerId, messageId }: About): Draft<'track'> {
  const at = subscriber?.date_modified;
  return {
    type: 'track',
    event: 'User Unsubscribed',
    messageId,
    ...(at !== undefined && { timestamp: at }),
    ...(customerId !== undefined && { userId: customerId }),
    context: { traits: { email } },
    properties: { channels: ['email'], source: 'BigCommerce newsletter' },
  };
}
