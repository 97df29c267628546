import type { Account } from '../account/account.ts';
import type { StoredProfile } from '../account/profile.ts';
import { fold } from './fold.ts';
import {
  given,
  type Identifiers,
  isKnownByNothingStronger,
  isStored,
  type Kind,
} from '../account/identifiers.ts';

/**
 * The profile an event is about, in Klaviyo's event pipeline. The strongest identifier decides. Whoever is known by
 * a weaker one, and by nothing stronger than that one, is merged into that profile; anyone else keeps it. Two profiles
 * that both have an e-mail address therefore never merge (Klaviyo help centre: "Understanding identity resolution").
 *
 * Klaviyo merges in its own time; the sandbox at once.
 */
export function identify(account: Account, identifiers: Identifiers, at: string): StoredProfile {
  const { profiles } = account;
  const named = given(identifiers).map(({ kind, value }) => {
    return { kind, value, holder: profiles.find(kind, value) };
  });
  const profile = named[0]?.holder ?? named.find(mayFold)?.holder ?? profiles.create(at);
  for (const { kind, value } of named) {
    // Looked up anew: a merge in an earlier round may have moved it.
    const holder = profiles.find(kind, value);
    if (holder === profile) continue;
    if (holder && !mayFold({ kind, holder })) continue;
    if (holder) fold(account, holder, profile);
    if (isStored(kind)) profiles.assign(profile, kind, value);
  }
  return profile;
}

function mayFold(one: { kind: Kind; holder: StoredProfile | undefined }): boolean {
  return one.holder !== undefined && isKnownByNothingStronger(one.holder, one.kind);
}
