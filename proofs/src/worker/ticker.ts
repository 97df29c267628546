import { defineSource, type Source, type SourceContext } from '@millrace/core';
import { idOf } from '../workload.ts';

/** The caller under whose number the source's events go. */
export const tickerCaller = 1_000;
export const tickerName = 'ticker';
export const tickerId = (number: number): string =>
  idOf({ round: 0, caller: tickerCaller, number });

/** Two events and the cursor are one commit. */
const perTick = 2;

/** A source that counts: each commit holds two events and the count, all of it or nothing. */
export function ticker(said: { acknowledged(id: string): void; torn(what: string): void }): Source {
  let context: SourceContext | undefined;
  let running: Promise<void> | undefined;
  const life = { stopped: false };

  async function tick(context: SourceContext): Promise<void> {
    let count = ((await context.recall('count')) as number | undefined) ?? 0;
    while (!life.stopped) {
      const ids = Array.from({ length: perTick }, (_, index) => tickerId(count + index));
      const drafts = ids.map((messageId) => ({
        messageId,
        type: 'track' as const,
        event: 'Order Completed',
        userId: 'ticker',
        properties: { order_id: messageId, products: [] },
        context: { traits: { email: 'ticker@post.millrace-shop.co' } },
      }));
      count += perTick;
      const receipts = await context.commit(drafts, [{ key: 'count', value: count }]);
      if (receipts.some(({ status }) => status === 'duplicate')) {
        said.torn(`the events ${ids.join(', ')} were there, and the count that came with them not`);
      }
      for (const id of ids) said.acknowledged(id);
    }
  }

  return defineSource({
    name: tickerName,
    attach: (given) => void (context = given),
    async start() {
      if (context === undefined) return;
      // A store that is being closed, or full, ends it: the next process goes on where it was.
      running = tick(context).catch(() => undefined);
    },
    async stop() {
      life.stopped = true;
      await running;
    },
  });
}
