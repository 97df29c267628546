import type { Book, Retelling, SourceContext } from '@millrace/core';
import { Gate } from './api/gate.ts';
import { mindingScopes } from './api/missing-scopes.ts';
import { storeApi } from './api/store-api.ts';
import { Backfills } from './backfill/backfills.ts';
import type { BackfillOptions } from './backfill/options.ts';
import type { BackfillReport } from './backfill/report.ts';
import { storeBook } from './book/book.ts';
import { retell } from './book/retell.ts';
import { wentToCheckout } from './cart/ledger.ts';
import { cartLook } from './cart/look.ts';
import type { Recoverer } from './cart/recover.ts';
import { catalogLookUps } from './catalog/look-ups.ts';
import { customerLook } from './customer/look.ts';
import { HooksDoctor } from './hooks/doctor.ts';
import { HooksKeeper } from './hooks/keeper.ts';
import { History } from './history.ts';
import { Lock } from './lock.ts';
import { Inbox } from './memory/inbox.ts';
import { recallEach } from './memory/recall-each.ts';
import { Skipped } from './memory/records.ts';
import { orderLook } from './order/look.ts';
import { Poll } from './poll/poll.ts';
import type { SweepReport } from './poll/report.ts';
import { sweeper } from './poll/sweeps.ts';
import type { Settings } from './settings.ts';
import type { Shop } from './shop.ts';
import type { SkippedSubject, WaitingSubject } from './source.ts';
import { storeProfile } from './store/profile.ts';
import type { Subject } from './subject.ts';
import { subscriberLook } from './subscriber/look.ts';
import type { Tally } from './tally.ts';
import type { Receiver } from './webhook/handler.ts';
import { Failures } from './work/failure.ts';
import { followUp } from './work/follow-up.ts';
import { Worker } from './work/worker.ts';

/** A source that has a pipeline: everything that needs its clock, its log and its memory. */
export interface Connection {
  readonly receiver: Receiver;
  readonly recoverer: Recoverer;
  checkoutStarted(cartId: string): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  sweep(): Promise<SweepReport>;
  backfill(options: BackfillOptions): Promise<BackfillReport>;
  book(): Book;
  retell(facts: readonly Retelling[]): Promise<readonly string[]>;
  waiting(limit: number): Promise<readonly WaitingSubject[]>;
  skipped(limit: number): Promise<readonly SkippedSubject[]>;
}

/** What runs once the source was started. */
interface Running {
  readonly shop: Shop;
  readonly worker: Worker;
}

export function connect(
  settings: Settings,
  given: SourceContext,
  tally: Tally,
  random: () => number = Math.random,
): Connection {
  const history = new History(given);
  const { context } = history;
  const { clock, logger } = context;
  const inbox = new Inbox(context);
  const gate = new Gate(clock, random);
  const api = mindingScopes(storeApi(settings, clock, gate), clock);
  const lock = new Lock<string>();
  const closing = new AbortController();
  const store = storeProfile({ api, clock, closing: closing.signal });
  const catalog = catalogLookUps({
    api,
    store,
    clock,
    logger,
    tally,
    timeoutMs: settings.catalogTimeoutMs,
    closing: closing.signal,
  });
  const keeper =
    settings.webhooks &&
    new HooksKeeper(new HooksDoctor(api, settings.webhooks, settings.sharedHeader), clock, logger);
  const backfills = new Backfills(closing.signal);
  let running: Promise<Running> | undefined;
  let worker: Worker | undefined;
  // Before the start, what is noticed waits in the inbox, where the start finds it.
  const add = (subject: Subject): void => worker?.add(subject);

  const open = async (): Promise<Shop> => ({
    settings,
    context,
    api,
    catalog,
    store,
    historyBefore: await history.before(),
  });
  const poll = new Poll({
    poll: settings.poll,
    clock,
    logger,
    random,
    sweep: async (signal) => sweeper(await open(), { inbox, add })(signal),
  });

  async function run(): Promise<Running> {
    const shop = await open();
    const looks = {
      order: orderLook(shop),
      cart: cartLook(shop),
      customer: customerLook(shop),
      subscriber: subscriberLook(shop),
    };
    const started = new Worker({
      concurrency: settings.concurrency,
      clock,
      logger,
      random,
      work: (subject, signal) => followUp(subject, work, signal),
      failures: new Failures({ context, inbox, gate, tally, random }),
    });
    const work = { looks, context, inbox, lock, tally, add };
    // From here on, notices reach the worker; those before are in the inbox, where the next line finds them.
    worker = started;
    // What an earlier process left.
    for await (const entry of inbox.each()) started.add(entry);
    keeper?.start();
    poll.start();
    return { shop, worker: started };
  }

  return {
    receiver: {
      clock,
      logger,
      forget(stale) {
        if (stale !== 'store') return catalog.forget(stale);
        store.forget();
        catalog.forget('everything');
      },
      async notice(subjects) {
        await inbox.notice(subjects);
        for (const subject of subjects) add(subject);
      },
    },
    recoverer: { api, clock, logger, closing: closing.signal },
    async checkoutStarted(id) {
      const cart = { kind: 'cart', id } as const;
      await inbox.notice([cart], [wentToCheckout(id, clock.now())]);
      worker?.add(cart);
    },
    async start() {
      running ??= run();
      await running;
    },
    async stop() {
      closing.abort();
      const { worker: started } = (await running?.catch(() => undefined)) ?? {};
      await Promise.all([started?.stop(), keeper?.stop(), poll.stop(), backfills.stopped()]);
    },
    sweep: () => poll.sweep(),
    backfill: (options) =>
      backfills.run(options, async () => ({
        shop: await open(),
        lock,
        context,
        inbox,
        add,
        random,
        tally,
      })),
    book: () => storeBook({ settings, context, store, api }),
    retell: (facts) => retell(facts, { storeHash: settings.storeHash, context, inbox, lock, add }),
    async waiting(limit) {
      const found: WaitingSubject[] = [];
      for await (const { kind, id, since, attempts, reason } of inbox.each()) {
        if (found.length >= limit) break;
        found.push({ kind, id, since, attempts, ...(reason !== undefined && { reason }) });
      }
      return found;
    },
    async skipped(limit) {
      const found: SkippedSubject[] = [];
      for await (const { value } of recallEach(context, 'skipped:')) {
        const skipped = Skipped.safeParse(value).data;
        if (skipped !== undefined) found.push(skipped);
        if (found.length >= limit) break;
      }
      return found;
    },
  };
}
