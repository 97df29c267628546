import type { Event } from '../../event/event.ts';
import { CorruptRecord } from '../../event/json.ts';

/** What the queue needs to know of an event, readable without parsing the event itself. */
export interface EntryHeader {
  /** The profile that it was linked to when it was appended. */
  readonly profile: number;
  readonly destinations: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The draft's id, if a transform made the event of a draft with another id. */
  readonly draftId?: string;
}

const newline = 10;

/** What few entries have, as the last member of the header. */
interface Extras {
  readonly draft: string;
}

/** A log entry: a line of JSON for the queue, then the event as JSON. */
export function encodeEntry(
  { profile, destinations, at, draftId }: EntryHeader,
  event: Uint8Array,
): Uint8Array {
  const extras: Extras[] = draftId === undefined ? [] : [{ draft: draftId }];
  const header = JSON.stringify([profile, at, ...destinations, ...extras]);
  const length = Buffer.byteLength(header);
  const entry = Buffer.allocUnsafe(length + 1 + event.length);
  entry.write(header);
  entry[length] = newline;
  entry.set(event, length + 1);
  return entry;
}

function parse(bytes: Uint8Array, from: number, to: number, position: number): unknown {
  try {
    return JSON.parse(
      Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8'),
    );
  } catch (error) {
    throw new CorruptRecord(`The event at position ${position} of the store's log`, error);
  }
}

export function decodeHeader(bytes: Uint8Array, position: number): EntryHeader {
  const end = bytes.indexOf(newline);
  const [profile, at, ...rest] = parse(bytes, 0, end, position) as [
    number,
    number,
    ...(string | Extras)[],
  ];
  const last = rest.at(-1);
  if (typeof last !== 'object') return { profile, at, destinations: rest as string[] };
  return { profile, at, destinations: rest.slice(0, -1) as string[], draftId: last.draft };
}

export function decodeEvent(bytes: Uint8Array, position: number): Event {
  return parse(bytes, bytes.indexOf(newline) + 1, bytes.length, position) as Event;
}
