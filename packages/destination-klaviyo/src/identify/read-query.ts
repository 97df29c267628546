import { parseKlaviyoCookie } from './cookie.ts';
import { HandlerRefusal } from './handler-refusal.ts';
import { parseQuery, type ProfileQuery } from './profile-query.ts';

/** A query has some hundred bytes. */
const maxBytes = 4_096;

/**
 * Whom a request of the front end asks for: what its body says, else whom the visitor's cookie points to.
 *
 * In the body, as addresses end up in the logs of servers between. And as JSON, which no form of another site can send
 * with the visitor's cookies.
 *
 * @throws {HandlerRefusal}
 */
export async function readQuery(request: Request): Promise<ProfileQuery> {
  if (request.method !== 'POST') {
    throw new HandlerRefusal(405, 'METHOD_NOT_ALLOWED', 'Ask with POST.', { allow: 'POST' });
  }
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw new HandlerRefusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'Ask with application/json.');
  }
  const asked = json(await readBody(request));
  if (typeof asked !== 'object' || asked === null) throw malformed();
  const { exchangeId } = parseKlaviyoCookie(request.headers.get('cookie')) ?? {};
  const query = Object.keys(asked).length === 0 && exchangeId ? { exchangeId } : asked;
  try {
    return parseQuery(query);
  } catch {
    throw malformed();
  }
}

export function malformed(): HandlerRefusal {
  return new HandlerRefusal(
    400,
    'INVALID_PROFILE_QUERY',
    'Ask by one of email, externalId, phone and exchangeId, or by none when the cookie of Klaviyo tells.',
  );
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw malformed();
  }
}

async function readBody(request: Request): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new HandlerRefusal(413, 'TOO_LARGE', `A query has at most ${maxBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
