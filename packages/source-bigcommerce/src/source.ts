import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Source } from '@millrace/core';
import type { Waiting, Skipped } from './memory/records.ts';
import type { Counts } from './tally.ts';

/** An order that waits to be looked at, for people. */
export type WaitingOrder = Pick<Waiting, 'orderId' | 'since' | 'attempts' | 'reason'>;

/** An order that was passed over, for people. */
export type SkippedOrder = Skipped;

/** A BigCommerce store as a source. */
export interface BigCommerceSource extends Source {
  /**
   * The webhook handler: mount it where BigCommerce posts. It answers 200 once the notice is durable. Give it the
   * request as it came, with its body unread: the signature is over the bytes.
   */
  readonly handle: (request: Request) => Promise<Response>;
  /** The same for `node:http`, Express and Fastify's raw request. Mount it before anything that reads the body. */
  readonly listener: (req: IncomingMessage, res: ServerResponse) => void;
  /** The orders that wait to be looked at: `reason` says why the last attempt failed. Lowest id first. */
  waiting(limit?: number): Promise<readonly WaitingOrder[]>;
  /** The orders that were passed over, and why: BigCommerce has no such order, or it was archived. Lowest id first. */
  skipped(limit?: number): Promise<readonly SkippedOrder[]>;
  /** What it has done since it was created. */
  counts(): Counts;
}
