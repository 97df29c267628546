import type { Operation } from '@millrace/core';
import type { EventProfile, ProfileAttributes } from './profile.ts';

/** An operation of lane `events`: one event of one profile. */
export interface EventPayload {
  readonly profile: Readonly<EventProfile>;
  /** The attributes of `klaviyo-event.ts` as JSON: written once, measured, and put into the request as it is. */
  readonly event: string;
}

/** An operation of lane `profiles`: what Create or Update Profile is told. */
export type ProfilePayload = Readonly<ProfileAttributes>;

export type Payload = EventPayload | ProfilePayload;

export type EventOperation = Operation<EventPayload>;
export type ProfileOperation = Operation<ProfilePayload>;
