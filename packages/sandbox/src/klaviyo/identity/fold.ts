import type { Account } from '../account/account.ts';
import type { StoredProfile } from '../account/profile.ts';
import { STORED_KINDS } from '../account/identifiers.ts';

/** Merges `source` into `target`: the history moves, and `target` keeps its own wherever both have something. */
export function fold(account: Account, source: StoredProfile, target: StoredProfile): void {
  account.events.move(source.id, target.id);
  account.profiles.remove(source, target);
  for (const kind of STORED_KINDS) {
    if (kind === 'anonymous_id') {
      for (const id of source.anonymous_ids) account.profiles.assign(target, kind, id);
    } else {
      const value = source[kind];
      if (value !== null && target[kind] === null) account.profiles.assign(target, kind, value);
    }
  }
  target.attributes = { ...source.attributes, ...target.attributes };
  target.location = { ...source.location, ...target.location };
  target.properties = { ...source.properties, ...target.properties };
  target.consent = { ...source.consent, ...target.consent };
  target.suppressed ||= source.suppressed;
  target.lists = [...new Set([...target.lists, ...source.lists])];
}
