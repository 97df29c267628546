import type { KlaviyoProfile } from './klaviyo-profile.ts';

const fields = [
  'id',
  'email',
  'phone',
  'externalId',
  'firstName',
  'lastName',
  'organization',
  'title',
  'image',
  'locale',
  'location',
] as const satisfies readonly (keyof KlaviyoProfile)[];

/**
 * A field of a profile, or one of its custom properties by its name: `properties.Favourite colour`. Properties are
 * named one by one, as nobody knows which there will be.
 */
export type VisibleField = (typeof fields)[number] | `properties.${string}`;

const prefix = 'properties.';

/** What of a profile may be seen. */
export function visible(
  profile: KlaviyoProfile,
  allowed: readonly VisibleField[],
): Record<string, unknown> {
  const seen: [string, unknown][] = fields
    .filter((field) => allowed.includes(field))
    .map((field) => [field, profile[field]]);
  const properties = allowed
    .filter((field) => field.startsWith(prefix))
    .map((field) => field.slice(prefix.length))
    .filter((name) => Object.hasOwn(profile.properties, name))
    .map((name) => [name, profile.properties[name]] as const);
  if (properties.length > 0) seen.push(['properties', Object.fromEntries(properties)]);
  return Object.fromEntries(seen);
}
