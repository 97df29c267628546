import { MillraceError } from '../event/error.ts';

/** What became of one operation. */
export type Outcome =
  | { readonly status: 'delivered' }
  /** This operation may succeed later: counts an attempt. `at`: milliseconds since 1970, default by backoff. */
  | { readonly status: 'retry'; readonly reason: string; readonly at?: number }
  /** The same operation would be refused for ever: its event becomes a dead letter. */
  | { readonly status: 'rejected'; readonly reason: string };

export const delivered: Outcome = { status: 'delivered' };

/**
 * Thrown by `deliver` when it is the destination that failed, not an event: throttled, down, unreachable, or refusing
 * our credentials. The operations of the batch
 * are released, no attempt is counted, and the destination pauses.
 */
export class DestinationUnavailable extends MillraceError {
  /** When it may be tried again, in milliseconds since 1970, if the destination said so; else backoff decides. */
  readonly retryAt: number | undefined;
  /** What became of operations before it failed, where that is known, in the order of the batch. */
  readonly outcomes: readonly (Outcome | undefined)[];

  constructor(
    reason: string,
    options: {
      retryAt?: number | undefined;
      outcomes?: readonly (Outcome | undefined)[];
      cause?: unknown;
    } = {},
  ) {
    super('DESTINATION_UNAVAILABLE', reason, { cause: options.cause });
    this.retryAt = options.retryAt;
    this.outcomes = options.outcomes ?? [];
  }
}
