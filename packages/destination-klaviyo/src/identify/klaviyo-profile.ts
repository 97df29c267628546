import * as z from 'zod';
import { ProfileLookUpFailed } from './errors.ts';

/** A profile as Klaviyo has it. Frozen: those who ask at the same time share it. */
export interface KlaviyoProfile {
  /** Klaviyo's own id of the profile. */
  readonly id: string;
  readonly email?: string;
  /** E.164. */
  readonly phone?: string;
  readonly externalId?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly organization?: string;
  readonly title?: string;
  /** The address of a picture. */
  readonly image?: string;
  /** As in `en-US`. */
  readonly locale?: string;
  /** `address1`, `city`, `country`, … under Klaviyo's names. What is not known is `null`. */
  readonly location: Readonly<Record<string, unknown>>;
  /** Its custom properties, under the names that they were given. */
  readonly properties: Readonly<Record<string, unknown>>;
}

// Lenient: of an answer nothing is sure, and what is missing is missing.
const text = z.string().min(1).optional().catch(undefined);
const record = z.record(z.string(), z.unknown()).catch({});

const Found = z.object({
  id: z.string().min(1),
  attributes: z.object({
    email: text,
    phone_number: text,
    external_id: text,
    first_name: text,
    last_name: text,
    organization: text,
    title: text,
    image: text,
    locale: text,
    location: record,
    properties: record,
  }),
});
const Answer = z.object({ data: z.array(Found) });

/**
 * Reads the answer of Get Profiles to a question for one.
 *
 * @throws {ProfileLookUpFailed} when it is no list of profiles.
 */
export function profileIn(body: string): KlaviyoProfile | undefined {
  const { success, data } = Answer.safeParse(frozenJson(body));
  if (!success) throw new ProfileLookUpFailed('Klaviyo’s answer is no list of profiles');
  const [found] = data.data;
  if (found === undefined) return undefined;
  const { email, image, locale, location, organization, properties, title, ...rest } =
    found.attributes;
  const attributes = {
    id: found.id,
    email,
    phone: rest.phone_number,
    externalId: rest.external_id,
    firstName: rest.first_name,
    lastName: rest.last_name,
    organization,
    title,
    image,
    locale,
    location: Object.freeze(location),
    properties: Object.freeze(properties),
  };
  const known = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return Object.freeze(Object.fromEntries(known)) as unknown as KlaviyoProfile;
}

function frozenJson(body: string): unknown {
  try {
    return JSON.parse(body, (_, value: unknown) => Object.freeze(value));
  } catch {
    return undefined;
  }
}
