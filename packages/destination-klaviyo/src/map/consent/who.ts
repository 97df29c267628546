import { emailOf, type Event, identifierOf, type Profile } from '@millrace/core';
import { externalIdLimit } from '../identifiers.ts';
import { emailFor, type IdentityRules, profilePhone, saidPhone } from '../identity.ts';
import type { Who } from './payload.ts';

/** What is known of the person that an event is about: what it says itself, then what is known of its profile. */
export interface Person {
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly externalId: string | undefined;
}

export function personOf(event: Event, profile: Profile, rules: IdentityRules): Person {
  const externalId = event.userId ?? identifierOf(profile, 'user_id');
  return {
    email: emailFor(emailOf(event), profile),
    phone: saidPhone(event, rules) ?? profilePhone(profile, rules),
    externalId:
      externalId !== undefined && externalId.length <= externalIdLimit ? externalId : undefined,
  };
}

/** One identifier of a person; the email, if there is one, as it is what Klaviyo knows people by. */
export function whoIs({ email, phone, externalId }: Person): Who | undefined {
  if (email !== undefined) return { email };
  if (externalId !== undefined) return { external_id: externalId };
  return phone === undefined ? undefined : { phone_number: phone };
}
