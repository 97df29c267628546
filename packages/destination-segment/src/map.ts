import { type Event, type Mapping, nameOf, type Profile } from '@millrace/core';
import { bytesOf, maxEventBytes, maxMessageIdLength } from './limits.ts';
import { type SegmentMessage, toMessage } from './message.ts';

/**
 * An event is one message. Its key is its `messageId`: Segment keeps one of several messages that have the same one.
 *
 * A message that is too large is refused here. Segment would answer 400 for the whole batch that it lies in, and the
 * library's own check counts escapes instead of bytes (segmentio/analytics-next#1390).
 */
export function map(event: Event, profile: Profile): Mapping<SegmentMessage> {
  const message = toMessage(event, profile);
  if (message === undefined) {
    return { hold: 'Segment needs a userId or an anonymousId; neither is known of this profile' };
  }
  if (event.messageId.length > maxMessageIdLength) {
    return {
      reject: `${nameOf(event)} has a messageId of ${event.messageId.length} characters; Segment takes ${maxMessageIdLength}`,
    };
  }
  const bytes = bytesOf(message);
  if (bytes > maxEventBytes) {
    return {
      reject: `${nameOf(event)} is ${bytes} bytes of JSON; Segment takes ${maxEventBytes} for one event`,
    };
  }
  return { operations: [{ lane: 'batch', key: event.messageId, payload: message }] };
}
