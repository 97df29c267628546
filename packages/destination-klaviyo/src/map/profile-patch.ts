import type { Event } from '@millrace/core';
import { klaviyoOptions } from './profile-options.ts';
import type { Properties } from './klaviyo-event.ts';
import type { PatchProperties, ProfileMeta } from './profile.ts';

/**
 * What `integrations.Klaviyo.patch` asks to change of the profile's custom properties: `append` and `unappend` name
 * properties with what is added to or taken from their lists, `unset` names those that are removed. `unset` of the traits
 * that the event clears is added. What a patch has of another form is ignored.
 *
 * Klaviyo: Create or Update Profile, `meta.patch_properties`
 */
export function patchOf(event: Event, cleared: readonly string[] = []): ProfileMeta | undefined {
  const { patch } = klaviyoOptions(event);
  if (patch === undefined && cleared.length === 0) return undefined;
  const asked = isObject(patch) ? patch : {};
  const append = propertiesIn(asked['append']);
  const unappend = propertiesIn(asked['unappend']);
  const unset = [...new Set([...cleared, ...namesIn(asked['unset'])])];
  const changes: PatchProperties = {
    ...(append !== undefined && { append }),
    ...(unappend !== undefined && { unappend }),
    ...(unset.length > 0 && { unset }),
  };
  return Object.keys(changes).length > 0 ? { patch_properties: changes } : undefined;
}

function propertiesIn(value: unknown): Properties | undefined {
  if (!isObject(value)) return undefined;
  // A key `__proto__` would set the prototype.
  const entries = Object.entries(value).filter(([name]) => name !== '__proto__');
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function namesIn(value: unknown): readonly string[] {
  const names: readonly unknown[] = Array.isArray(value) ? value : [value];
  return names.filter((name): name is string => typeof name === 'string' && name !== '');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
