import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Book, Reteller, Source } from '@millrace/core';
import type { BackfillOptions } from './backfill/options.ts';
import type { BackfillReport } from './backfill/report.ts';
import type { Waiting, Skipped } from './memory/records.ts';
import type { SweepReport } from './poll/report.ts';
import type { Counts } from './tally.ts';

/** What waits to be looked at, for people. */
export type WaitingSubject = Pick<Waiting, 'kind' | 'id' | 'since' | 'attempts' | 'reason'>;

/** What was passed over, for people. */
export type SkippedSubject = Skipped;

/** A BigCommerce store as a source. */
export interface BigCommerceSource extends Source, Reteller {
  /**
   * The webhook handler: mount it where BigCommerce posts. It answers 200 once the notice is durable. Give it the
   * request as it came, with its body unread: the signature is over the bytes.
   */
  readonly handle: (request: Request) => Promise<Response>;
  /** The same for `node:http`, Express and Fastify's raw request. Mount it before anything that reads the body. */
  readonly listener: (req: IncomingMessage, res: ServerResponse) => void;
  /**
   * Answers whoever follows the `checkout_url` of a Checkout Started: brings them to their cart, on any device. Mount it at
   * the setting `recovery.url`. A cart that is gone leads to `recovery.fallbackUrl`.
   */
  readonly recover: (request: Request) => Promise<Response>;
  /**
   * The shopper of this cart goes to the checkout: for a storefront that sends them there. Of shoppers who are signed in,
   * BigCommerce says so only once they fill in an address. Resolves once it is durable; the cart is looked at then.
   *
   * @throws {SourceMisused} when it is no cart's id, or the source is attached to no pipeline.
   */
  checkoutStarted(cartId: string): Promise<void>;
  /**
   * Finds what changed in the store and webhooks missed, now: at the start and every hour it does so by itself. What is
   * found waits to be looked at. If a sweep is under way, its report is given.
   *
   * @returns what was found, by kind; a kind that failed says why, and the next sweep goes on there.
   * @throws {SourceMisused} when the source is attached to no pipeline.
   */
  sweep(): Promise<SweepReport>;
  /**
   * Tells the history of the store, oldest first: customers, newsletter subscribers and orders that are older than the
   * source's first start, or in a range. All of it is marked as history, whenever it happened, and no flow fires for it. Webhooks and sweeps may go on meanwhile:
   * nothing is told twice, and nothing is left out between the two.
   *
   * A process may die in the middle of it: the same call goes on where it stopped. It takes its share of the API quota,
   * waits while BigCommerce is down or the store of the pipeline is full, asks for smaller pages where BigCommerce cannot
   * answer, and passes over what cannot be understood. Live work does not wait for it.
   *
   * @throws {InvalidSettings} for the options; also for a `from` that is not before the first start, without an `until`.
   * @throws {BackfillRefused} while another backfill of this source is under way, or when the source is stopped.
   * @throws {ApiError} when the access token is refused, or lacks a scope, which the message names.
   */
  backfill(options?: BackfillOptions): Promise<BackfillReport>;
  /**
   * What the store says of its orders: Order Completed, Fulfilled, Cancelled and Refunded, for `reconcile()`. It needs the
   * memory of the pipeline that the source is attached to, which need not be started; it reads at the pace of a backfill.
   * Its errors are those of the API.
   *
   * @throws {SourceMisused} when the source is attached to no pipeline.
   */
  book(): Book;
  /** The orders, carts, customers and subscribers that wait to be looked at: `reason` says why the last attempt failed. */
  waiting(limit?: number): Promise<readonly WaitingSubject[]>;
  /**
   * What was passed over, and why: BigCommerce has no such order or cart, it was archived, or it is not understood. Of
   * customers and subscribers who are gone nothing is kept.
   */
  skipped(limit?: number): Promise<readonly SkippedSubject[]>;
  /** What it has done since it was created. */
  counts(): Counts;
}
