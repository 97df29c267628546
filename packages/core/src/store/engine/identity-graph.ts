import type { ExternalId } from '../../event/context.ts';
import { link } from '../../identity/link.ts';
import type { Profile, ProfileId } from '../../identity/profile.ts';
import type { Tables } from './database.ts';

const keyOf = ({ type, id }: ExternalId): string => `${type}\0${id}`;

/** What linking an event has changed for events that wait. */
export interface Linked {
  readonly profile: ProfileId;
  readonly merged: readonly ProfileId[];
  /** Whether the profile has an identifier that it did not have before. */
  readonly learned: boolean;
}

/** The profile that `id` is now part of. */
export function profileNow({ profiles }: Tables, id: ProfileId): Profile {
  let current = id;
  for (;;) {
    const record = profiles.get(current);
    if (record === undefined) return { id: current, identifiers: [] };
    if (record.mergedInto === undefined) return { id: current, identifiers: record.identifiers };
    current = record.mergedInto;
  }
}

export function ownerOf(tables: Tables, identifier: ExternalId): Profile | undefined {
  const owner = tables.identifiers.get(keyOf(identifier));
  return owner === undefined ? undefined : profileNow(tables, owner);
}

/** Links the identifiers of the event at `position`, by the rules of `identity/link.ts`. Inside a write. */
export function linkInto(
  tables: Tables,
  identifiers: readonly ExternalId[],
  position: number,
): Linked {
  const linked = link(identifiers, (identifier) => ownerOf(tables, identifier), position);
  const { id } = linked.profile;
  if (linked.changed) tables.profiles.put(id, { identifiers: linked.profile.identifiers });
  for (const merged of linked.merged) tables.profiles.put(merged, { mergedInto: id });
  for (const identifier of linked.learned) tables.identifiers.put(keyOf(identifier), id);
  return {
    profile: id,
    merged: linked.merged,
    learned: linked.learned.length > 0 && id !== position,
  };
}
