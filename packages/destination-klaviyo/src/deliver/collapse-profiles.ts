import type { ProfileOperation, ProfilePayload } from '../map/payload.ts';
import type { ProfileAttributes } from '../map/profile.ts';

/** What several operations say of one profile, in one payload. */
export interface Upsert {
  readonly payload: ProfilePayload;
  /** Those that it is made of, oldest first. */
  readonly operations: readonly ProfileOperation[];
}

/**
 * Puts together what a batch says of one profile, so that Klaviyo is told once. Later words win over earlier ones.
 *
 * @returns rounds, which must be sent one after the other: no two upserts of one round name the same profile. What
 * appends to a list, or may only fill in, is for itself: it depends on what was there before.
 */
export function collapseProfiles(
  operations: readonly ProfileOperation[],
): readonly (readonly Upsert[])[] {
  const rounds: (readonly Upsert[])[] = [];
  let round: Upsert[] = [];
  let byIdentifier = new Map<string, number>();
  for (const operation of operations) {
    const { payload } = operation;
    const identifiers = identifiersOf(payload.attributes);
    const met = new Set(identifiers.flatMap((one) => byIdentifier.get(one) ?? []));
    const [index] = met;
    const earlier = index === undefined ? undefined : round[index];
    if (index !== undefined && earlier && met.size === 1 && mayMerge(earlier.payload, payload)) {
      round[index] = {
        payload: merged(earlier.payload, payload),
        operations: [...earlier.operations, operation],
      };
      for (const one of identifiers) byIdentifier.set(one, index);
      continue;
    }
    if (met.size > 0) {
      rounds.push(round);
      round = [];
      byIdentifier = new Map();
    }
    for (const one of identifiers) byIdentifier.set(one, round.length);
    round.push({ payload, operations: [operation] });
  }
  return round.length > 0 ? [...rounds, round] : rounds;
}

const identifierNames = ['external_id', 'email', 'phone_number', '_kx'] as const;

/** Whom a profile names, each with its kind. */
export function identifiersOf(
  attributes: Readonly<Record<string, unknown> | ProfileAttributes>,
): readonly string[] {
  return identifierNames.flatMap((name) => {
    const value = attributes[name];
    return typeof value === 'string' ? [`${name} ${value}`] : [];
  });
}

function mayMerge(earlier: ProfilePayload, later: ProfilePayload): boolean {
  return isPlain(earlier) && isPlain(later);
}

/** Whether it says the same however often it is said: it appends nothing, and need not look first. */
export function isPlain({ late, meta }: ProfilePayload): boolean {
  const { append, unappend } = meta?.patch_properties ?? {};
  return late !== true && append === undefined && unappend === undefined;
}

function merged(earlier: ProfilePayload, later: ProfilePayload): ProfilePayload {
  const removed = new Set(later.meta?.patch_properties.unset);
  const kept = Object.entries(earlier.attributes.properties ?? {});
  const properties = {
    ...Object.fromEntries(kept.filter(([name]) => !removed.has(name))),
    ...later.attributes.properties,
  };
  const before = earlier.meta?.patch_properties.unset ?? [];
  const unset = [
    ...before.filter((name) => later.attributes.properties?.[name] === undefined),
    ...removed,
  ];
  const location = { ...earlier.attributes.location, ...later.attributes.location };
  return {
    attributes: {
      ...earlier.attributes,
      ...later.attributes,
      ...(Object.keys(location).length > 0 && { location }),
      ...(Object.keys(properties).length > 0 ? { properties } : { properties: {} }),
    },
    ...(unset.length > 0 && { meta: { patch_properties: { unset: [...new Set(unset)] } } }),
  };
}
