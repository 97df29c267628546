import { MillraceError } from '@millrace/core';

/** Thrown when Klaviyo cannot be asked for what it has. */
export class BookUnreadable extends MillraceError {
  /** What it answered; absent when it did not. */
  readonly status: number | undefined;

  constructor(why: string, status?: number) {
    super('BOOK_UNREADABLE', `What Klaviyo has could not be read: ${why}`);
    this.status = status;
  }
}
