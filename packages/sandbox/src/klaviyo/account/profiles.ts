import { type Kind, STORED_KINDS, type StoredKind } from './identifiers.ts';
import type { Ids } from './ids.ts';
import type { StoredProfile } from './profile.ts';

/** The public API key (company id) of the sandbox account, which also ends every `_kx`. */
export const COMPANY_ID = 'SNDBX1';

/** The profiles, found by any identifier without a search. */
export class Profiles {
  readonly #ids: Ids;
  readonly #byId = new Map<string, StoredProfile>();
  readonly #by = new Map(STORED_KINDS.map((kind) => [kind, new Map<string, StoredProfile>()]));
  /** Ids of profiles that were folded into another, for links that were sent before that. */
  readonly #foldedInto = new Map<string, string>();

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  all(): readonly StoredProfile[] {
    return [...this.#byId.values()];
  }

  find(kind: Kind, value: string): StoredProfile | undefined {
    if (kind === 'id') return this.#byId.get(value);
    if (kind !== '_kx') return this.#index(kind).get(key(kind, value));
    const [id = '', company] = value.split('.');
    return company === COMPANY_ID ? this.#survivor(id) : undefined;
  }

  create(at: string): StoredProfile {
    const id = this.#ids.profile();
    const profile: StoredProfile = {
      id,
      email: null,
      phone_number: null,
      external_id: null,
      anonymous_ids: [],
      exchange_id: `${id}.${COMPANY_ID}`,
      attributes: {},
      location: {},
      properties: {},
      lists: [],
      consent: {},
      suppressed: false,
      created: at,
      updated: at,
    };
    this.#byId.set(id, profile);
    return profile;
  }

  /** Gives the profile this identifier, in place of the one it had; anonymous ids add up. */
  assign(profile: StoredProfile, kind: StoredKind, value: string): void {
    if (kind === 'anonymous_id') {
      if (!profile.anonymous_ids.includes(value)) profile.anonymous_ids.push(value);
    } else {
      this.clear(profile, kind);
      profile[kind] = value;
    }
    this.#index(kind).set(key(kind, value), profile);
  }

  clear(profile: StoredProfile, kind: Exclude<StoredKind, 'anonymous_id'>): void {
    const value = profile[kind];
    if (value !== null) this.#index(kind).delete(key(kind, value));
    profile[kind] = null;
  }

  /** Forgets the profile; its id, and so its `_kx`, leads to `into` from now on, if there is one. */
  remove(profile: StoredProfile, into?: StoredProfile): void {
    this.#byId.delete(profile.id);
    for (const kind of STORED_KINDS) {
      const values = kind === 'anonymous_id' ? profile.anonymous_ids : [profile[kind] ?? ''];
      for (const value of values) {
        if (this.#index(kind).get(key(kind, value)) === profile)
          this.#index(kind).delete(key(kind, value));
      }
    }
    if (into) this.#foldedInto.set(profile.id, into.id);
  }

  #survivor(id: string): StoredProfile | undefined {
    let current: string | undefined = id;
    while (current !== undefined) {
      const profile = this.#byId.get(current);
      if (profile) return profile;
      current = this.#foldedInto.get(current);
    }
    return undefined;
  }

  #index(kind: StoredKind): Map<string, StoredProfile> {
    const index = this.#by.get(kind);
    if (!index) throw new Error(`no index of ${kind}`);
    return index;
  }
}

/** Klaviyo compares e-mail addresses without regard to case. */
function key(kind: StoredKind, value: string): string {
  return kind === 'email' ? value.toLowerCase() : value;
}
