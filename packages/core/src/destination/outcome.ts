import { MillraceError } from '../event/error.ts';
import type { Warning } from './warning.ts';

/** What became of one operation. */
export type Outcome =
  /** `warnings`: what somebody should know of it all the same. */
  | { readonly status: 'delivered'; readonly warnings?: readonly Warning[] }
  /** This operation may succeed later: counts an attempt. `at`: milliseconds since 1970, default by backoff. */
  | { readonly status: 'retry'; readonly reason: string; readonly at?: number }
  /** The same operation would be refused for ever: its event becomes a dead letter. */
  | { readonly status: 'rejected'; readonly reason: string };

export const delivered: Outcome = { status: 'delivered' };

/**
 * Thrown by `deliver` when it is the destination that failed, not an event: throttled, down, unreachable, or refusing
 * our credentials. The operations of the batch are released, no attempt is counted, and the destination pauses.
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

/**
 * Thrown by `deliver` when the vendor refused the call as a whole for what is in it, and took nothing of it: a 400, a 413
 * or a 422 about a batch. The pipeline finds the operations at fault: it rejects those that the vendor pointed at, and
 * where it points at none, sends the batch again in parts until those at fault stand alone. The others are delivered.
 * A batch of one operation is simply rejected.
 *
 * What was taken of a call must not be in doubt: an answer that was lost is a {@link DestinationUnavailable}.
 */
export class BatchRefused extends MillraceError {
  /**
   * Whether the call had too many bytes (413). The batch is then halved, and so are the bytes that the lane puts into a
   * call from now on, until a restart.
   */
  readonly tooLarge: boolean;
  /**
   * What the vendor said of the operations that it pointed at, by their position in the batch: these are rejected with
   * that reason. Empty if it pointed at none.
   */
  readonly suspects: ReadonlyMap<number, string>;

  /** @param reason what the vendor said, for people: it becomes the reason of the operations at fault. No secrets. */
  constructor(
    reason: string,
    options: {
      tooLarge?: boolean | undefined;
      suspects?: ReadonlyMap<number, string> | undefined;
      cause?: unknown;
    } = {},
  ) {
    super('BATCH_REFUSED', reason, { cause: options.cause });
    this.tooLarge = options.tooLarge ?? false;
    this.suspects = options.suspects ?? new Map();
  }
}
