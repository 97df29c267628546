import type { Event } from '../../event/event.ts';
import { decodeEvent, decodeHeader, type EntryHeader } from './entry.ts';

// The bytes of one entry of the log may be damaged. That must not keep back the others.

/** The header of an entry, or undefined if it cannot be read: then nobody knows whom the event was for. */
export function readHeader(entry: Uint8Array, ref: number): EntryHeader | undefined {
  try {
    const header = decodeHeader(entry, ref);
    const { profile, at, destinations } = header;
    const isWhole = Number.isInteger(profile) && Number.isFinite(at);
    return isWhole && destinations.every((name) => typeof name === 'string') ? header : undefined;
  } catch {
    return undefined;
  }
}

/** The event of an entry, or undefined if it cannot be read. */
export function readEvent(entry: Uint8Array, ref: number): Event | undefined {
  try {
    const event = decodeEvent(entry, ref);
    return typeof event.messageId === 'string' ? event : undefined;
  } catch {
    return undefined;
  }
}

/** Why an event that cannot be read is a dead letter. */
export function damagedReason(ref: number): string {
  return `The event at position ${ref} of the store's log cannot be read back: its bytes are damaged. Restore the directory from a backup and replay this dead letter, or discard it and send what it told again, under another messageId.`;
}

/** Stands in lists for an event that cannot be read. */
export function placeholder(ref: number, at: number): Event {
  const timestamp = new Date(at).toISOString();
  return {
    type: 'track',
    messageId: `damaged-at-${ref}`,
    anonymousId: 'unknown',
    event: 'Damaged event',
    properties: {},
    context: {},
    integrations: {},
    timestamp,
    receivedAt: timestamp,
  };
}
