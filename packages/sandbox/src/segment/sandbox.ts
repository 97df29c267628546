import { type Fault, type RecordedRequest, startServer } from '../http/index.ts';
import { refuse } from './answers.ts';
import { trackingApi } from './handler.ts';
import { LIMITS } from './limits.ts';
import type { SegmentEvent } from './message.ts';
import { type RejectedMessage, Source } from './source.ts';

export interface SegmentSandboxOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number | undefined;
  /** The write key of the one source it has: `sandbox-write-key` when absent. */
  readonly writeKey?: string | undefined;
  /** The clock in ms, `Date.now` when absent. */
  readonly now?: (() => number) | undefined;
}

/** A local Segment source, behind HTTP. */
export interface SegmentSandbox {
  /** What to put in the place of `https://api.segment.io`; the `host` of `@segment/analytics-node`. */
  readonly url: string;
  readonly writeKey: string;
  /** The accepted messages, each `messageId` once, in the order they came. */
  readonly events: readonly SegmentEvent[];
  /** The accepted messages with every copy. */
  readonly received: readonly SegmentEvent[];
  /** How many copies there were: `received` less `events`. */
  readonly duplicates: number;
  /** What was answered 200 and thrown away, as Segment does, with the reason. */
  readonly rejected: readonly RejectedMessage[];
  /** The last 1,000 requests, oldest first, with the newest 64 MiB of their bodies. */
  readonly requests: readonly RecordedRequest[];
  /** The next `times` requests (1 when absent) that match meet this fault. `Infinity`: until `recover()`. */
  fail(fault: Fault, times?: number): void;
  /** Clears all faults. */
  recover(): void;
  /** Empties the source and the request log. Faults stay. */
  reset(): void;
  /** Cuts every connection and stops. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Starts a server on 127.0.0.1 that answers as Segment's Tracking API does: 200 to nearly everything, and what it
 * thought of it elsewhere.
 *
 * @example
 * const sandbox = await segmentSandbox();
 * // … send to sandbox.url with sandbox.writeKey …
 * sandbox.events; // what Segment would have now
 * await sandbox.close();
 */
export async function segmentSandbox(options: SegmentSandboxOptions = {}): Promise<SegmentSandbox> {
  const { port, now, writeKey = 'sandbox-write-key' } = options;
  const source = new Source();
  const server = await startServer({
    port,
    now,
    maxBodyBytes: LIMITS.batchBytes,
    handle: trackingApi(source, writeKey),
    refuse,
  });
  return {
    url: server.url,
    writeKey,
    get events() {
      return source.events;
    },
    get received() {
      return source.received;
    },
    get duplicates() {
      return source.duplicates;
    },
    get rejected() {
      return source.rejected;
    },
    get requests() {
      return server.requests;
    },
    fail: (fault, times) => server.fail(fault, times),
    recover: () => server.recover(),
    reset() {
      source.clear();
      server.forget();
    },
    close: () => server.close(),
  };
}
