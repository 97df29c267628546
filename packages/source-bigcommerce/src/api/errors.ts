import { MillraceError } from '@millrace/core';
import { scopeOf } from './scopes.ts';

/** A request to BigCommerce that brought nothing. The messages are kept and shown to people: no secret is in them. */
export class ApiError extends MillraceError {}

/** 429: the quota of the store, which all its apps share, is used up; or, without rate headers, the platform is busy. */
export class Throttled extends ApiError {
  /** How long to wait, in milliseconds; absent when the answer did not say. */
  readonly waitMs: number | undefined;

  constructor(waitMs?: number) {
    super('BIGCOMMERCE_THROTTLED', 'BigCommerce answered 429: too many requests.');
    this.waitMs = waitMs;
  }
}

/** BigCommerce cannot be reached or cannot answer: 5xx, network, time-out, a web page instead of JSON. */
export class Unavailable extends ApiError {
  constructor(what: string, cause?: unknown) {
    super('BIGCOMMERCE_UNAVAILABLE', `BigCommerce did not answer: ${what}.`, { cause });
  }
}

/** 401: the access token is wrong. 403: it lacks the scope that this resource needs. */
export class AccessRefused extends ApiError {
  readonly status: number;
  /** The scope that is missing; absent when the token itself is wrong. */
  readonly scope: string | undefined;
  /** Nobody was asked: it was refused a short while ago. */
  readonly isKnown: boolean;

  constructor(status: number, path: string, isKnown = false) {
    super(
      'BIGCOMMERCE_ACCESS_REFUSED',
      status === 401
        ? 'BigCommerce answered 401: check that accessToken is of this store.'
        : `BigCommerce answered ${status} to ${path}: give the API account the scope ${scopeOf(path)}.`,
    );
    this.status = status;
    this.isKnown = isKnown;
    this.scope = status === 401 ? undefined : scopeOf(path);
  }
}

/** 404: deleted, never there, or not there yet. */
export class NotFound extends ApiError {
  constructor(path: string) {
    super('BIGCOMMERCE_NOT_FOUND', `BigCommerce answered 404: there is no ${path}.`);
  }
}

/** An answer that is none of the above: this resource's trouble, not the store's. */
export class UnexpectedAnswer extends ApiError {
  constructor(what: string) {
    super('UNEXPECTED_ANSWER', `BigCommerce answered ${what}.`);
  }
}

/** Whether the store, or what was asked of it, is too much for BigCommerce now: it may pass, and nobody says when. */
export function isOutage(error: unknown): error is Unavailable | Throttled {
  return error instanceof Unavailable || (error instanceof Throttled && error.waitMs === undefined);
}
