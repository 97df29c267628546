import type { Draft, StateChange } from '@millrace/core';
import type { Subject } from '../subject.ts';
import type { Counted } from '../tally.ts';

/** What came of looking at a subject as it is now. */
export interface Looked {
  /** How it is counted. */
  readonly as: Counted;
  readonly drafts?: readonly Draft[];
  /** What is to be remembered, in the same commit as the drafts. */
  readonly changes?: readonly StateChange[];
  /** What is to be looked at because of it. */
  readonly also?: readonly Subject[];
  /** It stays in the inbox, and is looked at again after so long; after a restart, at once. */
  readonly againInMs?: number;
  /** It was passed over, and why: kept for people, until it is looked at and not passed over. */
  readonly skipped?: string;
}

/**
 * Looks at one subject of its kind. What a webhook says of it is never used: webhooks come late, twice and in any order,
 * so what is true is read from the API.
 *
 * @throws {ApiError} it could not be read: it will be looked at again.
 */
export type Look = (id: string, signal: AbortSignal) => Promise<Looked>;
