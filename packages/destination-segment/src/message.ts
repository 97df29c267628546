import { type Event, identifierOf, type Profile } from '@millrace/core';

type Sent<E> = E extends Event ? Omit<E, 'receivedAt'> : never;

/** An event as Segment takes it: a Millrace event is one already, and Segment sets its own `receivedAt`. */
export type SegmentMessage = Sent<Event>;

/**
 * Segment: HTTP Tracking API, Identities: each message needs a `userId` or an `anonymousId`. Without one it answers 200
 * and discards the message. An event that was known by something else, such as an email, gets the id of its profile.
 *
 * @returns `undefined` when the profile has neither.
 */
export function toMessage(event: Event, profile: Profile): SegmentMessage | undefined {
  const { receivedAt: _, ...message } = event;
  if (message.userId !== undefined || message.anonymousId !== undefined) return message;
  const userId = identifierOf(profile, 'user_id');
  if (userId !== undefined) return { ...message, userId };
  const anonymousId = identifierOf(profile, 'anonymous_id');
  return anonymousId === undefined ? undefined : { ...message, anonymousId };
}
