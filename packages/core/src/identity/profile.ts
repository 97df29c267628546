import type { ExternalId } from '../event/context.ts';

/** The number of a profile in the identity graph: the log position of the event that it was first seen in. */
export type ProfileId = number;

/** One person as the identity graph knows them. */
export interface Profile {
  readonly id: ProfileId;
  /** Every identifier that is known to be theirs, newest first. */
  readonly identifiers: readonly ExternalId[];
}

/** The newest identifier of one type that is known of a profile: `user_id`, `email`, `phone`, `anonymous_id`, or a custom type. */
export function identifierOf(profile: Profile, type: string): string | undefined {
  return profile.identifiers.find((identifier) => identifier.type === type)?.id;
}
