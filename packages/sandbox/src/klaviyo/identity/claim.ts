import type { Account } from '../account/account.ts';
import type { StoredProfile } from '../account/profile.ts';
import { given, type Identifiers, STORED_KINDS } from '../account/identifiers.ts';

export type Claim =
  | { readonly profile: StoredProfile | undefined }
  | { readonly takenBy: StoredProfile };

/**
 * Whom a request to the Profiles API means: the holder of the strongest identifier that anyone holds. Unlike the event
 * pipeline it never merges; an identifier that belongs to somebody else is a conflict. `_kx` only points, so it
 * decides when nothing else does, and never conflicts.
 */
export function claim(account: Account, identifiers: Identifiers, self?: StoredProfile): Claim {
  let profile = self;
  for (const { kind, value } of given({ ...identifiers, _kx: null })) {
    const holder = account.profiles.find(kind, value);
    profile ??= holder;
    if (holder && holder !== profile) return { takenBy: holder };
  }
  const { _kx: pointer } = identifiers;
  return { profile: profile ?? (pointer ? account.profiles.find('_kx', pointer) : undefined) };
}

/** Writes the identifiers of a request that met no conflict: `null` clears one, absence leaves it. */
export function assignAll(
  account: Account,
  profile: StoredProfile,
  identifiers: Identifiers,
): void {
  for (const kind of STORED_KINDS) {
    const value = identifiers[kind];
    if (value) account.profiles.assign(profile, kind, value);
    else if (value === null && kind !== 'anonymous_id') account.profiles.clear(profile, kind);
  }
}
