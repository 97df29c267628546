import type { Lane } from '@millrace/core';
import type { SegmentMessage } from './message.ts';

/** Segment: HTTP Tracking API, Max Request Size: "32KB per normal API request", and per event of a batch. */
export const maxEventBytes = 32 * 1_024;

/** Segment spec, Common fields: `messageId` has less than 100 characters. One of more is answered 200, and discarded. */
export const maxMessageIdLength = 99;

/** Segment: HTTP Tracking API, Batch: at most 500 KB a request. Read as the smaller of the two kilobytes. */
export const maxRequestBytes = 500_000;

/**
 * What `@segment/analytics-node` adds to each event (`context.library` and `_metadata`), and the comma after it. The
 * library does not count it, so we do.
 */
export const addedBytes = 140;

/** `{"batch":[],"writeKey":"...","sentAt":"..."}` around the events. */
const envelopeBytes = 1_000;

/** Segment allows 2,500 events; beyond a thousand only the failures become larger. */
const maxOperations = 1_000;

export const lane: Lane = {
  maxOperations,
  maxBytes: maxRequestBytes - envelopeBytes - maxOperations * addedBytes,
};

/** How large an event is when it gets to Segment, in bytes. */
export function bytesOf(message: SegmentMessage): number {
  return Buffer.byteLength(JSON.stringify(message)) + addedBytes;
}
