import type { Book, BookQuery, Entry } from '@millrace/core';
import { insist } from '../api/insist.ts';
import { background } from '../backfill/background.ts';
import { eventOf, type FactKind } from '../order/fact.ts';
import { recallLedger } from '../order/ledger.ts';
import { factsOf } from '../order/life.ts';
import type { MadeRefund } from '../order/made-refunds.ts';
import type { Shop } from '../shop.ts';
import { bundlesFor } from './bundles.ts';
import { entryOf } from './entry.ts';
import { ordersFor } from './orders.ts';
import { refundsIn } from './refunds.ts';
import { entriesOfUnread } from './unread.ts';

/** As a backfill has it. */
const share = 0.5;

const kinds = Object.keys(eventOf) as readonly FactKind[];

/**
 * What a store says of its orders, from its API and from what is remembered of those that were told. An order is worth
 * what it was when it was told, and there are facts that only the memory knows: an order that was cancelled and reopened
 * since. Of other events it knows nothing.
 *
 * Read in the background, with half of the quota: what that does not allow is waited for.
 */
export function storeBook(shop: Pick<Shop, 'settings' | 'context' | 'store' | 'api'>): Book {
  const { settings, context, store } = shop;
  const api = insist(background(shop.api, share), {
    clock: context.clock,
    whileDown: false,
  });
  return {
    name: `bigcommerce:${settings.storeHash}`,
    timeZone: async (signal) => (await store.information(signal)).timeZone,
    async *entries(query): AsyncGenerator<Entry> {
      const kind = kinds.find((each) => eventOf[each] === query.event);
      if (kind === undefined) return;
      const refunds = kind === 'refunded' ? await refundsIn(api, query) : noRefunds;
      const ledgerOf = (id: number) => recallLedger(context, String(id));
      const reading = { api, rules: settings, call: { signal: query.signal } };
      for await (const { orders, strange } of ordersFor(api, kind, refunds.keys(), query)) {
        const remembered = await Promise.all(
          orders.map(async (order) => ({ order, ledger: await ledgerOf(order.id) })),
        );
        const { read, unread } = await bundlesFor(kind, remembered, reading);
        for (const { bundle, ledger } of read) {
          for (const fact of factsOf(bundle, ledger, settings)) {
            if (fact.kind === kind && isIn(query, fact.at)) yield entryOf(fact, bundle, settings);
          }
        }
        const halfRead = unread.map(({ item: { order }, reason }) => {
          return { id: order.id, created: order.date_created, reason };
        });
        for (const one of [...strange, ...halfRead]) {
          const ledger = await ledgerOf(one.id);
          const known = { ...one, ledger, refunds: refunds.get(one.id) ?? [] };
          const entries = entriesOfUnread(kind, known, settings.storeHash);
          yield* entries.filter(({ at }) => isIn(query, at));
        }
      }
    },
  };
}

const noRefunds: ReadonlyMap<number, readonly MadeRefund[]> = new Map();

const isIn = ({ from, until }: BookQuery, at: string): boolean => at >= from && at < until;
