import type { SandboxRequest } from '../http/index.ts';
import type { RawMessage } from './message.ts';

/**
 * The write key of a request: the user name of Basic authentication, with or without the colon after it, or
 * `writeKey` in the body, which OAuth's bearer token needs beside it. The token itself is not checked.
 *
 * Source: Segment, HTTP API source, "Authentication".
 */
export function writeKeyOf({ headers }: SandboxRequest, body: RawMessage): string | undefined {
  const [scheme, credentials = ''] = (headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() === 'basic') {
    const [user] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
    return user;
  }
  const { writeKey } = body;
  return typeof writeKey === 'string' ? writeKey : undefined;
}
