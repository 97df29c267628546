import { createHash } from 'node:crypto';

/** Names the account of a key, whose calls Klaviyo counts, and is no secret. That two keys are of one cannot be seen. */
export function accountOf(apiKey: string): string {
  return createHash('sha256').update(apiKey).digest('hex').slice(0, 16);
}
