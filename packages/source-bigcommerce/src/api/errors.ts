import { MillraceError } from '@millrace/core';

/** A request to BigCommerce that brought no order. The messages are kept and shown to people: no secret is in them. */
export class ApiError extends MillraceError {}

/** 429: the quota of the store, which all its apps share, is used up; or, without rate headers, the platform is busy. */
export class Throttled extends ApiError {
  constructor() {
    super('BIGCOMMERCE_THROTTLED', 'BigCommerce answered 429: too many requests.');
  }
}

/** BigCommerce cannot be reached or cannot answer: 5xx, network, time-out, a web page instead of JSON. */
export class Unavailable extends ApiError {
  constructor(what: string, cause?: unknown) {
    super('BIGCOMMERCE_UNAVAILABLE', `BigCommerce did not answer: ${what}.`, { cause });
  }
}

/** 401 or 403. */
export class AccessRefused extends ApiError {
  constructor(status: number) {
    super(
      'BIGCOMMERCE_ACCESS_REFUSED',
      `BigCommerce answered ${status}: check that accessToken is of this store, and has the scope Orders (read-only).`,
    );
  }
}

/** 404: deleted, never there, or not there yet. */
export class OrderNotFound extends ApiError {
  constructor() {
    super('ORDER_NOT_FOUND', 'BigCommerce answered 404: there is no such order.');
  }
}

/** An answer that is none of the above: this order's trouble, not the store's. */
export class UnexpectedAnswer extends ApiError {
  constructor(what: string) {
    super('UNEXPECTED_ANSWER', `BigCommerce answered ${what}.`);
  }
}
