import {
  emailOf,
  type Event,
  identifierOf,
  phoneOf,
  type Profile,
  type Warning,
} from '@millrace/core';
import type { CountryCode } from 'libphonenumber-js/min';
import { externalIdLimit, isEmail, toE164 } from './identifiers.ts';
import { exchangeIdOf } from './identity-exchange-id.ts';
import type { EventProfile } from './profile.ts';

/** The settings that decide under which identifiers an event may go out. */
export interface IdentityRules {
  readonly enforceEmail: boolean;
  readonly fallbackToAnonymousId: boolean;
  readonly defaultCountry?: CountryCode | undefined;
}

/** Under which identifiers an event goes out, or why it cannot. */
export type Identity =
  | { readonly known: EventProfile; readonly unknown?: never }
  | { readonly known?: never; readonly unknown: string };

/**
 * Resolves who an event is about, as far as Klaviyo is concerned. What the event itself says comes first, then what is
 * known of its profile. Klaviyo ranks: external_id, email, phone_number, anonymous_id. The exchange id is a pointer that
 * may have been forwarded with its link to somebody else: it is taken when nothing better is known, and never beside it.
 *
 * Klaviyo: Profiles API overview, Profile identifiers
 */
export function identityOf(event: Event, profile: Profile, rules: IdentityRules): Identity {
  const said = emailOf(event);
  const email = emailFor(isFormer(said, event, profile) ? undefined : said, profile);
  if (email === undefined && rules.enforceEmail) return { unknown: whyNoEmail(said) };

  const known: EventProfile = {};
  const externalId = event.userId ?? identifierOf(profile, 'user_id');
  if (externalId !== undefined && externalId.length <= externalIdLimit) {
    known.external_id = externalId;
  }
  if (email !== undefined) known.email = email;
  const phone = ownPhone(event, profile, rules);
  if (phone !== undefined) known.phone_number = phone;
  if (known.external_id ?? known.email ?? known.phone_number) return { known };

  // Of the profile's own phone number only now, when nothing better says whose event it is: it may be an old one.
  const knownPhone = profilePhone(profile, rules);
  if (knownPhone !== undefined) return { known: { phone_number: knownPhone } };
  const exchangeId = exchangeIdOf(event);
  if (exchangeId !== undefined) return { known: { _kx: exchangeId } };

  if (event.type === 'track' && event.anonymousId !== undefined && rules.fallbackToAnonymousId) {
    return { known: { anonymous_id: event.anonymousId } };
  }
  return { unknown: 'neither a user id nor an email nor a phone number in E.164 form is known' };
}

/**
 * Whether an event names an email that a person with a user id has, but no more: an old order does. Beside the external id
 * Klaviyo would take it for their new one. An event that says the user id as well says which one is current.
 */
function isFormer(said: string | undefined, event: Event, profile: Profile): boolean {
  if (said === undefined || event.userId !== undefined) return false;
  const email = said.toLowerCase();
  return (
    identifierOf(profile, 'user_id') !== undefined &&
    identifierOf(profile, 'email') !== email &&
    profile.identifiers.some(({ type, id }) => type === 'email' && id === email)
  );
}

/** The phone number that an event itself gives, if it is one. */
export function saidPhone(event: Event, rules: IdentityRules): string | undefined {
  const phone = phoneOf(event);
  return phone === undefined ? undefined : toE164(phone, rules.defaultCountry);
}

/**
 * The phone number that an event gives, unless it is somebody else's: a number that a shop fills in for all who leave none
 * would make one profile of them, as Klaviyo takes the holder of a number for who is meant.
 */
function ownPhone(event: Event, profile: Profile, rules: IdentityRules): string | undefined {
  const said = saidPhone(event, rules);
  const isOwn = profile.identifiers.some(
    ({ type, id }) => type === 'phone' && toE164(id, rules.defaultCountry) === said,
  );
  return isOwn ? said : undefined;
}

/** A phone number that could not be sent as one. An event is never lost for it. */
export function phoneLeftOut(
  event: Event,
  known: EventProfile,
  rules: IdentityRules,
): Warning | undefined {
  if (known.phone_number !== undefined || phoneOf(event) === undefined) return undefined;
  if (saidPhone(event, rules) !== undefined) {
    return {
      kind: 'phone_left_out',
      reason:
        'its phone number is that of another profile, so Klaviyo is not told of it: it would take the two for one person. If they are, say their user id or email together; if many share the number, clear it where it comes from',
    };
  }
  return {
    kind: 'phone_left_out',
    reason:
      'its phone number has no E.164 form (+, country code, number), so Klaviyo is not told of it as one; an identify keeps it as the property "phone". Correct it, or set defaultCountry if it lacks only the country',
  };
}

/** The newest phone number that is known of a profile. */
export function profilePhone(profile: Profile, rules: IdentityRules): string | undefined {
  const phone = identifierOf(profile, 'phone');
  return phone === undefined ? undefined : toE164(phone, rules.defaultCountry);
}

/** Lower case, as the identity graph compares them: two spellings of one address must not become two profiles. */
export function emailFor(said: string | undefined, profile: Profile): string | undefined {
  if (said !== undefined && isEmail(said)) return said.toLowerCase();
  for (const { type, id } of profile.identifiers) {
    if (type === 'email' && isEmail(id)) return id;
  }
  return undefined;
}

export function whyNoEmail(said: string | undefined): string {
  if (said === undefined) return 'no email is known (setting enforceEmail)';
  // The address is someone's, and reasons are logged.
  const shown = `"${said.slice(0, 1)}…", ${said.length} characters`;
  return `its email is malformed (${shown}), and no other is known (setting enforceEmail)`;
}
