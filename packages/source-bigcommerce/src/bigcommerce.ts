import { createRequestListener } from '@remix-run/node-fetch-server';
import { MillraceError, parseSettings } from '@millrace/core';
import { recoveryHandler } from './cart/recover.ts';
import { isCartId } from './cart/recovery-link.ts';
import { type Connection, connect } from './connection.ts';
import { type BigCommerceSettings, Settings } from './settings.ts';
import type { BigCommerceSource } from './source.ts';
import { Tally } from './tally.ts';
import { type Receiver, webhookHandler } from './webhook/handler.ts';

/** Thrown when a source is used before it is attached to a pipeline, or attached to two. */
export class SourceMisused extends MillraceError {}

/**
 * The orders of a BigCommerce store, as events: Order Completed, once for each order, when it first leaves the
 * statuses in which it is not placed yet.
 *
 * @throws {InvalidSettings}
 */
export function bigcommerce(settings: BigCommerceSettings): BigCommerceSource {
  const options = parseSettings('bigcommerce', Settings, settings);
  const name = `bigcommerce:${options.storeHash}`;
  const tally = new Tally();
  const answering = new Set<Promise<Response>>();
  let connection: Connection | undefined;
  let stopped = false;

  const receiver = (): Receiver | string => {
    if (stopped) return 'the pipeline is closed';
    return connection?.receiver ?? 'the source is attached to no pipeline';
  };
  const attached = (): Connection => {
    if (connection) return connection;
    throw new SourceMisused('NOT_ATTACHED', `${name} is attached to no pipeline.`);
  };
  const answer = webhookHandler(options, receiver, tally);
  const handle = (request: Request): Promise<Response> => {
    const answered = answer(request).finally(() => answering.delete(answered));
    answering.add(answered);
    return answered;
  };
  const listen = createRequestListener(handle, {
    // Only a request that is not HTTP as we know it gets here: `handle` answers whatever it is given.
    onError: () => new Response(null, { status: 400 }),
  });

  return {
    name,
    handle,
    listener: listen,
    recover: recoveryHandler(options, () => (stopped ? undefined : connection?.recoverer)),
    async checkoutStarted(cartId) {
      if (!isCartId(cartId))
        throw new SourceMisused('INVALID_CART_ID', `"${cartId}" is no cart's id.`);
      await attached().checkoutStarted(cartId);
    },
    attach(context) {
      if (connection)
        throw new SourceMisused('ALREADY_ATTACHED', `${name} has a pipeline already.`);
      connection = connect(options, context, tally);
    },
    async start() {
      if (!stopped) await attached().start();
    },
    async stop() {
      stopped = true;
      await Promise.all([connection?.stop(), ...answering]);
    },
    sweep: async () => attached().sweep(),
    backfill: async (asked = {}) => attached().backfill(asked),
    book: () => attached().book(),
    retell: async (facts) => attached().retell(facts),
    waiting: async (limit = 1_000) => attached().waiting(limit),
    skipped: async (limit = 1_000) => attached().skipped(limit),
    counts: () => tally.counts,
  };
}
