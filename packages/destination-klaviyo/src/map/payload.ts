import type { Operation } from '@millrace/core';
import type { ConsentPayload } from './consent/payload.ts';
import type { EventProfile, ProfileAttributes, ProfileMeta } from './profile.ts';

/** An operation of lane `events`: one event of one profile. */
export interface EventPayload {
  readonly profile: Readonly<EventProfile>;
  /** The attributes of `klaviyo-event.ts` as JSON: written once, measured, and put into the request as it is. */
  readonly event: string;
}

/** An operation of lane `profiles`: what Create or Update Profile is told. */
export interface ProfilePayload {
  readonly attributes: Readonly<ProfileAttributes>;
  readonly meta?: ProfileMeta;
  /** It was told so late that it may only fill in what Klaviyo does not know. */
  readonly late?: boolean;
}

export type Payload = EventPayload | ProfilePayload | ConsentPayload;

export type EventOperation = Operation<EventPayload>;
export type ProfileOperation = Operation<ProfilePayload>;
