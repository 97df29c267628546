import { MillraceError } from '@millrace/core';

/** Why a webhook is not taken. BigCommerce tries again later, whatever the status, unless it is a 2xx. */
export class WebhookRefusal extends MillraceError {
  readonly status: number;

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(code, message, options);
    this.status = status;
  }
}

export class MethodNotAllowed extends WebhookRefusal {
  constructor() {
    super(405, 'METHOD_NOT_ALLOWED', 'Webhooks are sent with POST.');
  }
}

export class WebhookTooLarge extends WebhookRefusal {
  constructor(maxBytes: number) {
    super(413, 'WEBHOOK_TOO_LARGE', `A webhook has at most ${maxBytes} bytes.`);
  }
}

/** Not signed by this store, signed too long ago, or without the header that was agreed on. */
export class InvalidSignature extends WebhookRefusal {
  constructor(why: string) {
    super(401, 'INVALID_SIGNATURE', `The webhook was not accepted: ${why}.`);
  }
}

export class MalformedWebhook extends WebhookRefusal {
  constructor(why: string, cause?: unknown) {
    super(400, 'MALFORMED_WEBHOOK', `The webhook cannot be read: ${why}.`, { cause });
  }
}

/** Signed well, but about a store that is not ours. */
export class UnknownStore extends WebhookRefusal {
  constructor() {
    super(403, 'UNKNOWN_STORE', 'The webhook is about another store than the one set up here.');
  }
}

/** The pipeline is not there yet, or not any more. */
export class SourceUnavailable extends WebhookRefusal {
  constructor(why: string) {
    super(503, 'SOURCE_UNAVAILABLE', `The webhook was not taken: ${why}. Send it again later.`);
  }
}

/** The notice could not be made durable. */
export class NotStored extends WebhookRefusal {
  constructor(cause: unknown) {
    super(503, 'NOT_STORED', 'The webhook could not be stored. Send it again later.', { cause });
  }
}
