import type { Event, Mapping, Operation, Profile, TrackEvent } from '@millrace/core';
import type { IdentityRules } from '../identity.ts';
import type { ConsentPayload } from './payload.ts';

/** The settings that decide what consent becomes. */
export interface ConsentRules extends IdentityRules {
  readonly whenUnidentified: 'hold' | 'drop';
  readonly confirmOptin: boolean;
  readonly listId?: string | undefined;
}

/** What an event asks Klaviyo to do about somebody's consent, lists or data. */
export type ConsentMapping = (
  event: TrackEvent,
  profile: Profile,
  rules: ConsentRules,
) => Mapping<ConsentPayload>;

/** What becomes of an event that asks for something that nobody known can be given. */
export function unidentified(why: string, rules: ConsentRules): Mapping<never> {
  return rules.whenUnidentified === 'hold' ? { hold: why } : { drop: why };
}

export function ask<Payload extends ConsentPayload>(
  lane: string,
  { messageId }: Event,
  payload: Payload,
  detail = '',
): Operation<Payload> {
  return { lane, key: `${lane}${detail}:${messageId}`, payload };
}
