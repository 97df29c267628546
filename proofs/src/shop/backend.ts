import { createServer } from 'node:http';
import { createPipeline, type Draft, lmdbStore } from '@millrace/core';
import { klaviyo, klaviyoBook } from '@millrace/destination-klaviyo';
import { reconcile, type Report } from '@millrace/reconcile';
import { bigcommerce } from '@millrace/source-bigcommerce';
import type { Busyness } from './busyness.ts';
import { DrivenClock } from './driven-clock.ts';
import type { Opening, Rest, State } from './messages.ts';
import { type Mutant, mutants } from './mutants.ts';

/** More than there can be. */
const everything = 1_000_000;
/** The backend's clock may be ahead of the shop's by this much: its many short waits need nobody else. Milliseconds. */
const aheadMs = 900;

/** The backend of the shop: what a developer would write, with a clock that somebody else moves. */
export async function openBackend(opening: Opening, busyness: Busyness) {
  const clock = new DrivenClock(opening.now);
  const mutant: Mutant | undefined = opening.mutant && mutants[opening.mutant];
  const disk = lmdbStore(opening.directory);
  const store = bigcommerce({ ...opening.bigcommerce, ...mutant?.settings });
  const pipeline = await createPipeline({
    store: busyness.watched(mutant?.store?.(disk) ?? disk),
    sources: [store],
    transforms: mutant?.transforms ?? [],
    destinations: [klaviyo(opening.klaviyo)],
    clock,
  });
  await pipeline.start();
  const server = createServer((request, response) => store.listener(request, response));
  busyness.watchServer(server);
  await new Promise<void>((resolve) => server.listen(opening.port, '127.0.0.1', resolve));

  const rest = async (): Promise<Rest> => {
    await busyness.calm();
    const sentTo = (url = ''): number => busyness.sent.get(url) ?? 0;
    return {
      next: clock.next,
      sent: {
        bigcommerce: sentTo(opening.bigcommerce.endpoint),
        klaviyo: sentTo(opening.klaviyo.endpoint),
      },
    };
  };
  return {
    rest,
    async run(now: number): Promise<Rest> {
      clock.moveTo(now);
      for (;;) {
        const resting = await rest();
        const { next } = resting;
        if (next === undefined || next > now + aheadMs) return resting;
        clock.moveTo(next);
      }
    },
    async track(drafts: readonly Draft[]): Promise<void> {
      await Promise.all(drafts.map((draft) => pipeline.accept(draft)));
    },
    reconcile: (days: { readonly from: string; readonly until: string }): Promise<Report> =>
      reconcile({
        source: store.book(),
        destination: klaviyoBook(opening.klaviyo, { clock }),
        pipeline,
        now: () => clock.now(),
        depth: 'every order',
        ...days,
      }),
    async state(): Promise<State> {
      const [waiting, letters, held] = await Promise.all([
        store.waiting(everything),
        pipeline.deadLetters({ limit: 1_000 }),
        pipeline.held(everything),
      ]);
      return {
        stats: pipeline.stats(),
        waiting: waiting.length,
        reasons: waiting.flatMap(({ reason }) => reason ?? []).slice(0, 10),
        counts: store.counts(),
        dead: letters.map(({ event, stage, reason }) => `${event.messageId}: ${stage}: ${reason}`),
        held: held.map(({ messageId }) => messageId),
      };
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await pipeline.close({ timeoutMs: 0 });
    },
  };
}

export type Backend = Awaited<ReturnType<typeof openBackend>>;
