import { emailOf, type Event, identifierOf, phoneOf, type Profile } from '@millrace/core';
import { externalIdLimit, isE164, isEmail } from './identifiers.ts';
import type { EventProfile } from './profile.ts';

/** The settings that decide under which identifiers an event may go out. */
export interface IdentityRules {
  readonly enforceEmail: boolean;
  readonly fallbackToAnonymousId: boolean;
}

/** Under which identifiers an event goes out, or why it cannot. */
export type Identity =
  | { readonly known: EventProfile; readonly unknown?: never }
  | { readonly known?: never; readonly unknown: string };

/**
 * Resolves who an event is about, as far as Klaviyo is concerned. What the event itself says comes first, then what is
 * known of its profile. Klaviyo ranks: external_id, email, phone_number, anonymous_id.
 *
 * Klaviyo: Profiles API overview, Profile identifiers
 */
export function identityOf(event: Event, profile: Profile, rules: IdentityRules): Identity {
  const said = emailOf(event);
  const email = emailFor(said, profile);
  if (email === undefined && rules.enforceEmail) return { unknown: whyNoEmail(said) };

  const known: EventProfile = {};
  const externalId = event.userId ?? identifierOf(profile, 'user_id');
  if (externalId !== undefined && externalId.length <= externalIdLimit) {
    known.external_id = externalId;
  }
  if (email !== undefined) known.email = email;
  const phone = phoneOf(event);
  if (phone !== undefined && isE164(phone)) known.phone_number = phone;
  if (known.external_id ?? known.email ?? known.phone_number) return { known };

  // Of the profile's own phone number only now, when nothing better says whose event it is: it may be an old one.
  const knownPhone = identifierOf(profile, 'phone');
  if (knownPhone !== undefined && isE164(knownPhone))
    return { known: { phone_number: knownPhone } };

  if (event.type === 'track' && event.anonymousId !== undefined && rules.fallbackToAnonymousId) {
    return { known: { anonymous_id: event.anonymousId } };
  }
  return { unknown: 'neither a user id nor an email nor a phone number in E.164 form is known' };
}

/** Lower case, as the identity graph compares them: two spellings of one address must not become two profiles. */
function emailFor(said: string | undefined, profile: Profile): string | undefined {
  if (said !== undefined && isEmail(said)) return said.toLowerCase();
  for (const { type, id } of profile.identifiers) {
    if (type === 'email' && isEmail(id)) return id;
  }
  return undefined;
}

function whyNoEmail(said: string | undefined): string {
  if (said === undefined) return 'no email is known (setting enforceEmail)';
  // The address is someone's, and reasons are logged.
  const shown = `"${said.slice(0, 1)}…", ${said.length} characters`;
  return `its email is malformed (${shown}), and no other is known (setting enforceEmail)`;
}
