import type { Problem } from './refusal.ts';

// The codes are those seen in public threads; Klaviyo publishes no list of them.

export function invalid(pointer: string, detail: string): Problem {
  return { status: 400, code: 'invalid', title: 'Invalid input.', detail, source: { pointer } };
}

export function invalidParameter(parameter: string, detail: string): Problem {
  return { status: 400, code: 'invalid', title: 'Invalid input.', detail, source: { parameter } };
}

export function notFound(detail: string): Problem {
  const source = { pointer: '/data/' };
  return { status: 404, code: 'not_found', title: 'Not found.', detail, source };
}

export function noSuch(what: string, id: string): Problem {
  return notFound(`A ${what} with id ${id} does not exist.`);
}

/** An identifier that belongs to another profile. `meta.duplicate_profile_id` is what integrations read. */
export function duplicateProfile(id: string): Problem {
  return {
    status: 409,
    code: 'duplicate_profile',
    title: 'Conflict.',
    detail: 'A profile already exists with one of these identifiers.',
    source: { pointer: '/data/attributes' },
    meta: { duplicate_profile_id: id },
  };
}

const OTHERS: Readonly<Record<number, readonly [code: string, title: string, detail: string]>> = {
  400: ['parse_error', 'Invalid input.', 'The body could not be read.'],
  401: ['not_authenticated', 'Authentication credentials were not provided.', 'Missing API key.'],
  403: [
    'permission_denied',
    'You do not have permission to perform this action.',
    'Missing scope.',
  ],
  405: ['method_not_allowed', 'Method not allowed.', 'This endpoint has no such method.'],
  410: ['gone', 'Gone.', 'This API revision has been retired.'],
  413: ['payload_too_large', 'Payload too large.', 'The payload is larger than the limit.'],
  415: ['unsupported_media_type', 'Unsupported media type.', 'Unsupported media type in request.'],
  429: ['throttled', 'Request was throttled.', 'Request was throttled.'],
};

/** The problem that goes with a bare status. */
export function problemOf(status: number, detail?: string): Problem {
  const [code, title, usual] = OTHERS[status] ?? [
    'error',
    'A server error occurred.',
    'Try again.',
  ];
  return { status, code, title, detail: detail ?? usual };
}
