import { MillraceError } from '../event/error.ts';

/** Thrown when the store takes no more for now. The event is not stored: send it again later. */
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

/** Thrown when a store cannot be opened, or was closed. */
export class StoreUnavailable extends MillraceError {
  constructor(why: string, cause?: unknown) {
    super('STORE_UNAVAILABLE', why, { cause });
  }
}
