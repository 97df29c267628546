import { ApiError } from '../api/errors.ts';

/** The catalogue did not answer within the time an order may wait for it. */
export class TooSlow extends ApiError {
  constructor() {
    super('CATALOG_TOO_SLOW', 'BigCommerce did not answer within catalogTimeoutMs.');
  }
}
