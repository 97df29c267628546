import { randomUUID } from 'node:crypto';
import {
  type RawMessage,
  rejection,
  type RejectionReason,
  type SegmentEvent,
  type SegmentMessageType,
} from './message.ts';

/** A message that was answered 200 and thrown away. */
export interface RejectedMessage {
  readonly message: RawMessage;
  readonly reason: RejectionReason;
}

/** A Segment source: what came in, and what Segment made of it. Kept until `clear()`. */
export class Source {
  /** Accepted, each `messageId` once. */
  events: SegmentEvent[] = [];
  /** Accepted, every copy of it. */
  received: SegmentEvent[] = [];
  rejected: RejectedMessage[] = [];
  readonly #seen = new Set<string>();

  get duplicates(): number {
    return this.received.length - this.events.length;
  }

  /**
   * Segment de-duplicates by `messageId`, and makes one up for a message that has none, which then is never a
   * duplicate. Source: Segment, HTTP API source, "Errors", "Deduplication".
   */
  take(message: RawMessage, at: number): void {
    const reason = rejection(message);
    if (reason) return this.reject(message, reason);
    const { type, messageId } = message;
    const id = typeof messageId === 'string' && messageId !== '' ? messageId : randomUUID();
    const event: SegmentEvent = {
      ...message,
      type: type as SegmentMessageType,
      messageId: id,
      receivedAt: new Date(at).toISOString(),
    };
    this.received.push(event);
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    this.events.push(event);
  }

  reject(message: RawMessage, reason: RejectionReason): void {
    this.rejected.push({ message, reason });
  }

  clear(): void {
    this.events = [];
    this.received = [];
    this.rejected = [];
    this.#seen.clear();
  }
}
