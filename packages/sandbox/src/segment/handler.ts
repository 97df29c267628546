import type { Handler, SandboxRequest } from '../http/index.ts';
import { failure, SUCCESS } from './answers.ts';
import { LIMITS } from './limits.ts';
import { isObject, type RawMessage, TYPES } from './message.ts';
import type { Source } from './source.ts';
import { writeKeyOf } from './write-key.ts';

/** The Tracking API: `POST /v1/batch`, and one address for each type of message. */
export function trackingApi(source: Source, writeKey: string): Handler {
  return (request) => {
    const method = /^\/v1\/([a-z]+)\/?$/.exec(request.path)?.[1];
    const type = TYPES.find((known) => known === method);
    if (method !== 'batch' && !type) return failure(404, 'Not Found');
    if (request.method !== 'POST') return failure(405, 'Method Not Allowed');

    const body = parse(request.body);
    if (!body) return failure(400, 'Invalid JSON');
    const messages = type ? [withoutKey({ ...body, type })] : batched(body);
    if (!messages) return failure(400, 'A batch must be a list of objects');
    if (tooLarge(request, messages)) return failure(400, 'Request body is too large');

    const known = writeKeyOf(request, body) === writeKey;
    for (const [index, message] of messages.entries()) {
      if (!known) source.reject(message, 'unknown_write_key');
      else if (index >= LIMITS.batchEvents) source.reject(message, 'too_many_events');
      else source.take(message, request.at);
    }
    return SUCCESS;
  };
}

/** The content type does not matter: browsers send JSON as `text/plain`. */
function parse(body: Buffer): RawMessage | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The messages of a batch, each with what the batch says for all of them; a message's own word comes first. */
function batched({ batch, context, integrations, sentAt }: RawMessage): RawMessage[] | undefined {
  if (!Array.isArray(batch)) return undefined;
  const messages: RawMessage[] = [];
  for (const item of batch as unknown[]) {
    if (!isObject(item)) return undefined;
    messages.push({
      ...(sentAt !== undefined && { sentAt }),
      ...item,
      ...merged('context', context, item),
      ...merged('integrations', integrations, item),
    });
  }
  return messages;
}

function merged(field: string, shared: unknown, item: RawMessage): RawMessage {
  if (!isObject(shared)) return {};
  const own = item[field];
  return { [field]: { ...shared, ...(isObject(own) ? own : {}) } };
}

function withoutKey({ writeKey: _writeKey, ...message }: RawMessage): RawMessage {
  return message;
}

function tooLarge({ body }: SandboxRequest, messages: readonly RawMessage[]): boolean {
  // Measuring a message means writing it again, which a body that is small as a whole can be spared.
  if (body.length <= LIMITS.eventBytes) return false;
  return messages.some((message) => {
    return Buffer.byteLength(JSON.stringify(message)) > LIMITS.eventBytes;
  });
}
