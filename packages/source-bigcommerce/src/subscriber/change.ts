import type { Consent, Seen } from './consent.ts';
import type { Remembered } from './memory.ts';
import type { Subscriber } from './schema.ts';

/** What has become of a subscriber. */
export interface Change {
  readonly id: string;
  /** Absent when it is deleted. */
  readonly subscriber: Subscriber | undefined;
  /** Absent when it is deleted, or has no email. */
  readonly now: Seen | undefined;
  readonly before: Remembered | undefined;
  readonly consents: readonly Consent[];
}

/** As far as consent goes. `undefined`: without an email it is nobody's. */
export function seenOf(subscriber: Subscriber, wanted: readonly string[]): Seen | undefined {
  const { email, consents, date_created: created, date_modified: modified } = subscriber;
  if (email === undefined) return undefined;
  const optedIn = consents.some((consent) => consent !== undefined && wanted.includes(consent));
  return { email, optedIn, created, modified };
}
