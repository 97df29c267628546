import type { Context } from './context.ts';
import type { JsonObject } from './json.ts';
import type { Integrations } from './message.ts';
import type { GroupTraits, UserTraits } from './traits.ts';

/** What every event has once it is normalised. */
export interface CommonFields {
  /** Unique: the same id again is a duplicate, and changes nothing. At most 99 characters. */
  readonly messageId: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  /** When it happened: ISO 8601, UTC. */
  readonly timestamp: string;
  /** When Millrace received it: ISO 8601, UTC. */
  readonly receivedAt: string;
  readonly context: Context;
  readonly integrations: Integrations;
}

export interface TrackEvent<
  Name extends string = string,
  Properties = JsonObject,
> extends CommonFields {
  readonly type: 'track';
  readonly event: Name;
  readonly properties: Properties;
}
export interface IdentifyEvent extends CommonFields {
  readonly type: 'identify';
  readonly traits: UserTraits;
}
export interface PageEvent extends CommonFields {
  readonly type: 'page';
  readonly name?: string;
  readonly category?: string;
  readonly properties: JsonObject;
}
export interface ScreenEvent extends CommonFields {
  readonly type: 'screen';
  readonly name?: string;
  readonly category?: string;
  readonly properties: JsonObject;
}
export interface GroupEvent extends CommonFields {
  readonly type: 'group';
  readonly groupId: string;
  readonly traits: GroupTraits;
}
export interface AliasEvent extends CommonFields {
  readonly type: 'alias';
  readonly userId: string;
  readonly previousId: string;
}

/** A normalised event: one of the six messages of the Segment spec. */
export type Event = TrackEvent | IdentifyEvent | PageEvent | ScreenEvent | GroupEvent | AliasEvent;

/** The name a person would call it by: the name of a track event, else the message type. For reasons and errors. */
export function nameOf(event: Event): string {
  return event.type === 'track' ? event.event : event.type;
}
