import type { StoredProfile } from './profile.ts';

/**
 * The identifiers that a profile keeps, strongest first (Klaviyo help centre: "Understanding identity resolution in
 * Klaviyo"). The profile id stands above them all; `_kx` is no identifier but points to a profile.
 */
export const STORED_KINDS = ['external_id', 'email', 'phone_number', 'anonymous_id'] as const;
export type StoredKind = (typeof STORED_KINDS)[number];

/**
 * Everything a request can name a profile by, strongest first. Klaviyo does not publish the place of `_kx`; here it is
 * weak, because a link with a `_kx` in it can be forwarded to someone else.
 */
export const KINDS = ['id', 'external_id', 'email', 'phone_number', '_kx', 'anonymous_id'] as const;
export type Kind = (typeof KINDS)[number];

/** What a request says of who it is about. */
export type Identifiers = Readonly<Partial<Record<Kind, string | null | undefined>>>;

/** The identifiers that are really given (neither absent, nor null, nor empty), strongest first. */
export function given(identifiers: Identifiers): { kind: Kind; value: string }[] {
  const found: { kind: Kind; value: string }[] = [];
  for (const kind of KINDS) {
    const value = identifiers[kind];
    if (value) found.push({ kind, value });
  }
  return found;
}

export function isStored(kind: Kind): kind is StoredKind {
  return kind !== 'id' && kind !== '_kx';
}

/** Klaviyo: a profile is folded into a stronger one only if it is known by nothing stronger than what matched. */
export function isKnownByNothingStronger(profile: StoredProfile, matched: Kind): boolean {
  const stronger = KINDS.slice(0, KINDS.indexOf(matched));
  return stronger.every((kind) => !isStored(kind) || !has(profile, kind));
}

function has(profile: StoredProfile, kind: StoredKind): boolean {
  return kind === 'anonymous_id' ? profile.anonymous_ids.length > 0 : profile[kind] !== null;
}
