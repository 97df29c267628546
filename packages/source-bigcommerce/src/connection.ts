import type { SourceContext } from '@millrace/core';
import { ordersApi } from './api/client.ts';
import { Gate } from './api/gate.ts';
import { Inbox } from './memory/inbox.ts';
import { Skipped } from './memory/records.ts';
import type { Settings } from './settings.ts';
import type { SkippedOrder, WaitingOrder } from './source.ts';
import type { Tally } from './tally.ts';
import type { Receiver } from './webhook/handler.ts';
import { Failures } from './work/failure.ts';
import { followUp } from './work/follow-up.ts';
import { Worker } from './work/worker.ts';

/** A source that has a pipeline: everything that needs its clock, its log and its memory. */
export interface Connection {
  readonly receiver: Receiver;
  start(): Promise<void>;
  stop(): Promise<void>;
  waiting(limit: number): Promise<readonly WaitingOrder[]>;
  skipped(limit: number): Promise<readonly SkippedOrder[]>;
}

export function connect(
  settings: Settings,
  context: SourceContext,
  tally: Tally,
  random: () => number = Math.random,
): Connection {
  const { clock, logger } = context;
  const inbox = new Inbox(context);
  const gate = new Gate(clock, random);
  const api = ordersApi(settings, clock, gate);
  const worker = new Worker({
    concurrency: settings.concurrency,
    clock,
    logger,
    random,
    work: (orderId, signal) => followUp(orderId, { settings, context, inbox, api, tally }, signal),
    failures: new Failures({ context, inbox, gate, tally, random }),
  });
  let started = false;

  return {
    receiver: {
      clock,
      logger,
      async notice(orderId) {
        await inbox.notice(orderId);
        // Before the start, the order waits in the inbox, where the start finds it.
        if (started) worker.add(orderId);
      },
    },
    async start() {
      if (started) return;
      started = true;
      // What an earlier process left.
      for await (const { orderId } of inbox.each()) worker.add(orderId);
    },
    stop: () => worker.stop(),
    async waiting(limit) {
      const found: WaitingOrder[] = [];
      for await (const { orderId, since, attempts, reason } of inbox.each()) {
        if (found.length >= limit) break;
        found.push({ orderId, since, attempts, ...(reason !== undefined && { reason }) });
      }
      return found;
    },
    async skipped(limit) {
      const rows = await context.recallAll('skipped:', limit);
      return rows.flatMap(({ value }) => Skipped.safeParse(value).data ?? []);
    },
  };
}
