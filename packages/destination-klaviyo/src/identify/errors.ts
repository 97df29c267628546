import { MillraceError } from '@millrace/core';

/** Thrown when nobody can be looked up by what was given. */
export class InvalidProfileQuery extends MillraceError {
  constructor(why: string) {
    super('INVALID_PROFILE_QUERY', `No profile can be looked up: ${why}.`);
  }
}

/** Thrown when Klaviyo could not be asked, or gave no answer that can be used. Nothing is known of the profile then. */
export class ProfileLookUpFailed extends MillraceError {
  /** When to try again, in milliseconds since 1970, if it is known. */
  readonly retryAt: number | undefined;

  constructor(why: string, options: { retryAt?: number | undefined } = {}) {
    super('PROFILE_LOOK_UP_FAILED', `The profile was not looked up: ${why}.`);
    this.retryAt = options.retryAt;
  }
}
