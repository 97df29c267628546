/** Klaviyo: Profiles API, external_id. */
export const externalIdLimit = 255;

/** Klaviyo: Profiles API, email. */
const emailLimit = 100;

const emailForm = /^[^\s@"(),:;<>[\\\]]+@[^\s@.,;:]+(\.[^\s@.,;:]+)+$/;
const e164 = /^\+[1-9]\d{1,14}$/;

/** Whether Klaviyo can take it for an email: what it refuses would cost the whole event. */
export function isEmail(text: string): boolean {
  return text.length <= emailLimit && emailForm.test(text);
}

/** Klaviyo: Profiles API, phone_number: `+`, country code, number, and nothing between them. */
export function isE164(text: string): boolean {
  return e164.test(text);
}
