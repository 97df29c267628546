import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** Klaviyo: Profiles API, external_id. */
export const externalIdLimit = 255;

/** Klaviyo: Profiles API, email. */
const emailLimit = 100;

const emailForm = /^[^\s@"(),:;<>[\\\]]+@[^\s@.,;:]+(\.[^\s@.,;:]+)+$/;
const e164 = /^\+[1-9]\d{7,14}$/;

/** Whether Klaviyo can take it for an email: what it refuses would cost the whole event. */
export function isEmail(text: string): boolean {
  return text.length <= emailLimit && emailForm.test(text);
}

/** No number that people write is longer: what is, need not be looked at. */
const longestWritten = 40;

/**
 * The E.164 form of a phone number: `+`, country code, number, and nothing between them. `undefined` for what is none: a
 * number of a length that its country has not, one with an extension, which gets no text message, or one without a
 * country code when `country` is not known.
 *
 * Klaviyo: Profiles API, phone_number
 */
export function toE164(text: string, country: CountryCode | undefined): string | undefined {
  // Most come in this form; to take them apart would cost more than the rest of the mapping.
  if (e164.test(text)) return text;
  if (text.length > longestWritten) return undefined;
  const found = parsePhoneNumberFromString(text, {
    ...(country !== undefined && { defaultCountry: country }),
    extract: false,
  });
  // Possible, not valid: countries open new ranges of numbers faster than libraries learn of them.
  return found?.isPossible() && found.ext === undefined ? found.number : undefined;
}
