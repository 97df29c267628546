import type { EventAttributes } from '../schema/event.ts';
import type { ProfileMeta, ProfilePatch } from '../schema/profile.ts';

/** Events about one profile: what a bulk request is made of. A single event is a group of one. */
export interface Group {
  readonly profile: {
    readonly id: string | null | undefined;
    readonly attributes: ProfilePatch;
    readonly meta: ProfileMeta | undefined;
    /** JSON pointer to the resource, its `id` and `attributes`. */
    readonly pointer: string;
  };
  readonly backfill: boolean;
  readonly events: readonly {
    readonly attributes: EventAttributes;
    /** JSON pointer to the attributes. */
    readonly pointer: string;
  }[];
}
