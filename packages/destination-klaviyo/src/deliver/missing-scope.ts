import { DestinationUnavailable } from '@millrace/core';

/** Klaviyo answered 403: the key is good, and may not do this. */
export class MissingScope extends DestinationUnavailable {}
