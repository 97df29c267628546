import type { Answer, Refusal } from '../http/index.ts';

export const SUCCESS: Answer = { status: 200, body: { success: true } };

export function failure(status: number, message: string): Answer {
  return { status, body: { success: false, message } };
}

/**
 * Too large is a 400, not a 413. A throttle says in two headers when to come back.
 *
 * Source: Segment, HTTP API source, "Rate limits" and "Max request size".
 */
export const refuse: Refusal = (status, retryAfter) => {
  if (status === 413) return failure(400, 'Request body is too large');
  if (retryAfter === undefined) return failure(status, `Status ${status}`);
  const seconds = String(retryAfter);
  return {
    ...failure(status, 'Too Many Requests'),
    headers: { 'Retry-After': seconds, 'X-RateLimit-Reset': seconds },
  };
};
