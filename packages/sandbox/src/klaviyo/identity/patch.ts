import type { StoredProfile } from '../account/profile.ts';
import type { ProfileMeta, ProfilePatch } from '../schema/profile.ts';

const PLAIN = ['first_name', 'last_name', 'organization', 'locale', 'title', 'image'] as const;

/** Writes what a request says of a profile: `null` clears a field, absence leaves it, properties merge by key. */
export function patchProfile(
  profile: StoredProfile,
  patch: ProfilePatch,
  meta: ProfileMeta | undefined,
  at: string,
): void {
  for (const name of PLAIN) set(profile.attributes, name, patch[name]);
  for (const [name, value] of Object.entries(patch.location ?? {}))
    set(profile.location, name, value);
  Object.assign(profile.properties, patch.properties);
  patchProperties(profile.properties, meta?.patch_properties);
  profile.updated = at;
}

function set<T>(fields: Record<string, T>, name: string, value: T | null | undefined): void {
  if (value === null) delete fields[name];
  else if (value !== undefined) fields[name] = value;
}

/** Klaviyo: Create or Update Profile, `meta.patch_properties`. */
function patchProperties(
  properties: Record<string, unknown>,
  changes: ProfileMeta['patch_properties'],
): void {
  for (const [name, value] of Object.entries(changes?.append ?? {})) {
    const before = asList(properties[name]);
    properties[name] = [...before, ...asList(value).filter((item) => !before.includes(item))];
  }
  for (const [name, value] of Object.entries(changes?.unappend ?? {})) {
    const leaving = asList(value);
    properties[name] = asList(properties[name]).filter((item) => !leaving.includes(item));
  }
  for (const name of asList(changes?.unset)) delete properties[String(name)];
}

function asList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}
