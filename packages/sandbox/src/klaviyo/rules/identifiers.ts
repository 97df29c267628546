import * as z from 'zod';
import type { Account } from '../account/account.ts';
import { given, type Identifiers } from '../account/identifiers.ts';
import { invalid } from '../protocol/problems.ts';
import type { Problem } from '../protocol/refusal.ts';
import { LIMITS } from './limits.ts';

const E164 = /^\+[1-9]\d{6,14}$/;
const WITH_A_DOMAIN = /\.[a-z0-9-]{2,}$/i;

/** Domains made for examples: Klaviyo accepts their addresses and throws what they carry away. */
const TEST_DOMAIN = /@(?:example|test)\.com$/i;

export interface Judged {
  /** Without those that Klaviyo overlooks. */
  readonly identifiers: Identifiers;
  readonly problems: readonly Problem[];
}

/**
 * Judges what names a profile; `pointer` is where its attributes are. Klaviyo's event endpoints forgive a wrong phone
 * number next to a good e-mail address (Events API overview), its profile endpoints do not.
 */
export function judgeIdentifiers(
  account: Account,
  sent: Identifiers,
  pointer: string,
  { forgivesPhone = false } = {},
): Judged {
  const problems: Problem[] = [];
  let identifiers = sent;
  const { email, phone_number: phone, external_id: externalId, _kx: exchangeId } = sent;
  const emailIsGood = Boolean(email) && isEmail(email ?? '');
  if (email && !emailIsGood) problems.push(invalid(`${pointer}/email`, 'Invalid email address.'));
  if (externalId && externalId.length > LIMITS.externalIdLength) {
    problems.push(invalid(`${pointer}/external_id`, 'Must be at most 255 characters.'));
  }
  if (phone && !E164.test(phone)) {
    if (forgivesPhone && emailIsGood) identifiers = { ...identifiers, phone_number: null };
    else problems.push(invalid(`${pointer}/phone_number`, 'Invalid phone number format (E.164).'));
  }
  if (exchangeId && !account.profiles.find('_kx', exchangeId)) {
    identifiers = { ...identifiers, _kx: null };
  }
  if (given(identifiers).length === 0) {
    problems.push(invalid(pointer, 'One or more identifiers is required'));
  }
  return { identifiers, problems };
}

export function isTestAddress(email: string | null | undefined): boolean {
  return Boolean(email) && TEST_DOMAIN.test(email ?? '');
}

function isEmail(text: string): boolean {
  return (
    text.length <= LIMITS.emailLength && z.regexes.html5Email.test(text) && WITH_A_DOMAIN.test(text)
  );
}
