import type { ExternalId } from '../event/context.ts';
import { identifierOf, type Profile, type ProfileId } from './profile.ts';

/** A profile keeps this many identifiers of one type; the oldest is forgotten first, so that a record stays small. */
const identifiersPerType = 50;

/** One person has one of each of these: two profiles that both have one are never merged. */
const protectedTypes = ['user_id', 'email'] as const;

export interface Link {
  /** Whose event it is, with the identifiers that are theirs now. */
  readonly profile: Profile;
  /** Profiles that turned out to be the same person and are now part of `profile`. */
  readonly merged: readonly ProfileId[];
  /** Identifiers that `profile` did not have before: what held events may have been waiting for. */
  readonly learned: readonly ExternalId[];
  /** Identifiers that merge protection kept away from `profile`. */
  readonly refused: readonly ExternalId[];
  /** Whether `profile` differs from what its owner had: false for most events, which then write nothing. */
  readonly changed: boolean;
}

const has = (profile: Profile, type: string): boolean =>
  profile.identifiers.some((identifier) => identifier.type === type);

const same = (a: ExternalId, b: ExternalId): boolean => a.type === b.type && a.id === b.id;

function mayMerge(a: Profile, b: Profile): boolean {
  return !protectedTypes.some((type) => has(a, type) && has(b, type));
}

/** A user id never changes. An email may, for someone with a user id: the newest is then the current one. */
function mayLearn(profile: Profile, { type }: ExternalId): boolean {
  if (type === 'user_id') return !has(profile, 'user_id');
  if (type === 'email') return !has(profile, 'email') || has(profile, 'user_id');
  return true;
}

function withIdentifiers(profile: Profile, more: readonly ExternalId[]): Profile {
  const identifiers: ExternalId[] = [];
  const counts = new Map<string, number>();
  for (const identifier of [...more, ...profile.identifiers]) {
    const count = counts.get(identifier.type) ?? 0;
    if (count >= identifiersPerType || identifiers.some((known) => same(known, identifier)))
      continue;
    counts.set(identifier.type, count + 1);
    identifiers.push(identifier);
  }
  return { id: profile.id, identifiers };
}

/**
 * The rules by which identifiers become profiles. Pure.
 *
 * The event belongs to the profile of its strongest identifier. Each weaker one joins that profile if nobody has it; if
 * another profile has it, the two are merged, unless merge protection forbids it: two profiles that both have a user
 * id, or both an email, are two people. Then the identifier stays where it is (a shared device, a corrected typo).
 *
 * @param identifiers what the event says of who it is about, strongest first; at least one.
 * @param ownerOf the profile that an identifier belongs to now.
 * @param newId the number for the profile if nobody has the strongest identifier.
 */
export function link(
  identifiers: readonly ExternalId[],
  ownerOf: (identifier: ExternalId) => Profile | undefined,
  newId: ProfileId,
): Link {
  let profile: Profile | undefined;
  const merged: ProfileId[] = [];
  const learned: ExternalId[] = [];
  const refused: ExternalId[] = [];
  /** What the event says of the profile: newer than all that was known before. */
  const said: ExternalId[] = [];
  const learn = (identifier: ExternalId): void => {
    learned.push(identifier);
    said.push(identifier);
  };
  // An old order names the email of its time: of one that is known, only who says the user id too says that it is current.
  const saysWho = identifiers.some(({ type }) => type === 'user_id');
  const repeat = (identifier: ExternalId): void => {
    if (saysWho || identifier.type !== 'email') said.push(identifier);
  };

  for (const identifier of identifiers) {
    const owner = ownerOf(identifier);
    if (profile === undefined) {
      profile = owner ?? { id: newId, identifiers: [] };
      if (owner) repeat(identifier);
      else learn(identifier);
    } else if (owner === undefined) {
      const current = withIdentifiers(profile, learned);
      if (mayLearn(current, identifier)) learn(identifier);
      else refused.push(identifier);
    } else if (owner.id === profile.id || merged.includes(owner.id)) {
      repeat(identifier);
    } else if (mayMerge(withIdentifiers(profile, learned), owner)) {
      merged.push(owner.id);
      said.push(identifier);
      learned.push(...owner.identifiers);
    } else {
      refused.push(identifier);
    }
  }
  if (profile === undefined) throw new TypeError('link needs at least one identifier');
  const before = profile;
  const newest = said.filter((one, i) => said.findIndex(({ type }) => type === one.type) === i);
  const changed =
    learned.length > 0 ||
    merged.length > 0 ||
    newest.some(({ type, id }) => identifierOf(before, type) !== id);
  return {
    profile: changed ? withIdentifiers(profile, [...said, ...learned]) : profile,
    merged,
    learned,
    refused,
    changed,
  };
}
