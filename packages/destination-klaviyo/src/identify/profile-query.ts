import * as z from 'zod';
import { externalIdLimit, isEmail } from '../map/identifiers.ts';
import { InvalidProfileQuery } from './errors.ts';
import { isExchangeId } from './exchange-id.ts';

/** By what a profile is looked up: one identifier. */
export type ProfileQuery =
  | { readonly email: string }
  /** The `userId` of its events. */
  | { readonly externalId: string }
  /** In E.164 form: `+15005550006`. */
  | { readonly phone: string }
  /** `_kx` of a landing page, or of Klaviyo's cookie. */
  | { readonly exchangeId: string };

const email = z
  .string()
  .trim()
  .refine(isEmail)
  // Klaviyo does not tell upper case from lower: two spellings are one look-up.
  .toLowerCase();

const e164 = /^\+[1-9]\d{1,14}$/;

const Query = z.union([
  z.strictObject({ email }),
  z.strictObject({ externalId: z.string().trim().min(1).max(externalIdLimit) }),
  z.strictObject({ phone: z.string().trim().regex(e164) }),
  z.strictObject({ exchangeId: z.string().refine(isExchangeId) }),
]);

/** @throws {InvalidProfileQuery} which does not repeat what was given: it may be someone's. */
export function parseQuery(query: unknown): ProfileQuery {
  const { success, data } = Query.safeParse(query);
  if (success) return data;
  throw new InvalidProfileQuery(
    'give exactly one of email, externalId, phone (E.164) and exchangeId, well formed',
  );
}

/**
 * The query as Klaviyo's `filter` parameter has it.
 *
 * Klaviyo: Profiles API, Get Profiles; API overview, "Filtering"
 */
export function filterOf(query: ProfileQuery): string {
  const equals = (field: string, value: string): string =>
    `equals(${field},${JSON.stringify(value)})`;
  if ('email' in query) return equals('email', query.email);
  if ('externalId' in query) return equals('external_id', query.externalId);
  if ('phone' in query) return equals('phone_number', query.phone);
  return equals('_kx', query.exchangeId);
}
