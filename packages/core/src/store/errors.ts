import { MillraceError } from '../event/error.ts';

/**
 * Thrown when the store takes no more for now: too much waits to be written, the log is full of events that cannot be
 * delivered, or the disk is full. The message says which. The event is not stored: send it again later.
 */
export class StoreFull extends MillraceError {
  constructor(why: string, cause?: unknown) {
    super(
      'STORE_FULL',
      `The store takes no more events: ${why}. The event was not stored; send it again later.`,
      {
        cause,
      },
    );
  }
}

/** Thrown when a store cannot be opened, read or written, or was closed. The message says why, and what to do. */
export class StoreUnavailable extends MillraceError {
  constructor(why: string, cause?: unknown) {
    super('STORE_UNAVAILABLE', why, { cause });
  }
}
