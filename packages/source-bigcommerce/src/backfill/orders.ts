import type { Catalog } from '../catalog/catalog.ts';
import { readAccounts } from '../customer/account.ts';
import type { Lock } from '../lock.ts';
import type { OrderBundle } from '../order/bundle.ts';
import { type OrderLedger, recallLedger } from '../order/ledger.ts';
import { readEach } from '../order/read-each.ts';
import { readOrders } from '../order/read-many.ts';
import type { Order } from '../order/schema.ts';
import { type OrderReading, tellOrder } from '../order/tell.ts';
import { type Subject, subjectKey } from '../subject.ts';
import { ahead } from './ahead.ts';
import { customersNow } from './customers-now.ts';
import { countOrders, type OrderPage, orderPages } from './order-list.ts';
import type { CommitPage, Page, Part, PartCall, Told } from './page.ts';
import type { Paced } from './paced.ts';
import { type Prepared, tellUnderLocks } from './under-locks.ts';

type ToldOrder = Told & { readonly skipped?: string };

const subjectOf = ({ id }: Order): Subject => ({ kind: 'order', id: String(id) });

/**
 * Orders, with all that happened to them so far, and the customers whose first order is among them, in the same commit.
 *
 * All that the store is asked for is read before the locks are taken, so that live looks do not wait for a page. If an
 * order was looked at meanwhile, what was seen last stands: all that this page could tell of it was told.
 */
export function orderPart(paced: Paced, lock: Lock<string>): Part {
  const { shop, api } = paced;
  const { context } = shop;

  /** Those of a page that are to be told, with all that belongs to them. */
  async function read({ orders }: OrderPage, { again, signal }: PartCall) {
    const ledgers = await Promise.all(orders.map(({ id }) => recallLedger(context, String(id))));
    const wanted = orders.filter((order, at) => again || !isKnown(order, ledgers[at]));
    return readAll(paced, wanted, signal);
  }

  async function tell(
    bundle: OrderBundle,
    reading: OrderReading,
    { shop: prepared }: Prepared,
    { again, signal }: PartCall,
  ): Promise<ToldOrder> {
    const { order } = bundle;
    const subject = subjectOf(order);
    const ledger = await recallLedger(context, subject.id);
    const isOld = ledger?.seen !== undefined && ledger.seen > order.date_modified;
    if (isOld || (!again && isKnown(order, ledger))) return { subject, drafts: [], changes: [] };
    const { guest, drafts, ...telling } = await tellOrder(
      bundle,
      ledger,
      reading,
      prepared,
      signal,
    );
    return { subject, ...telling, drafts: [...drafts, ...guest] };
  }

  async function deal(page: OrderPage, call: PartCall, commit: CommitPage): Promise<void> {
    const { bundles, passed } = await read(page, call);
    await warm(shop.catalog, bundles, call.signal);
    const customers = bundles.flatMap(({ order }) => order.customer_id ?? []);
    const emailOf = await readAccounts(customers, shop, call.signal);
    const reading: OrderReading = { readAt: page.readAt, emailOf, history: true };
    const keys = bundles.flatMap(({ order }) => [
      subjectKey(subjectOf(order)),
      ...(order.customer_id === undefined
        ? []
        : [subjectKey({ kind: 'customer', id: order.customer_id })]),
    ]);
    const tellCustomers = customersNow();
    await tellUnderLocks(
      paced,
      { lock, keys },
      async (prepared): Promise<Page> => {
        const told = await Promise.all(
          bundles.map((bundle) => tell(bundle, reading, prepared, call)),
        );
        const archived = told.flatMap(({ subject, skipped: reason }) =>
          reason === undefined ? [] : [{ subject, reason }],
        );
        const buyers = told.flatMap(({ also = [] }) => also);
        return {
          told: told.map(({ subject, drafts, changes }) => ({ subject, drafts, changes })),
          besides: await tellCustomers(buyers, told, prepared, call.signal),
          passed: [...page.passed, ...passed, ...archived],
          read: page.orders.length + page.passed.length,
          cursor: String(page.lastId),
        };
      },
      commit,
    );
  }

  return {
    total: (call) => countOrders(api, call),
    async run(call, commit) {
      const pages = ahead(orderPages(api, context, call));
      for await (const page of pages) await deal(page, call, commit);
    },
  };
}

/** Has the catalogue read what all of them need, before anybody waits for their locks. */
async function warm(
  catalog: Catalog,
  bundles: readonly OrderBundle[],
  signal: AbortSignal,
): Promise<void> {
  const wanted = new Map<number | undefined, Set<string>>();
  for (const { order, lines } of bundles) {
    const channel = order.channel_id ?? undefined;
    const ids = wanted.get(channel) ?? new Set();
    for (const { product_id: id } of lines) if (id !== undefined) ids.add(id);
    wanted.set(channel, ids);
  }
  for (const [channel, ids] of wanted) await catalog.products([...ids], channel, signal);
}

/** It was looked at as it is now: whatever it proves was told. */
function isKnown(order: Order, ledger: OrderLedger | undefined): boolean {
  return ledger?.seen !== undefined && ledger.seen >= order.date_modified;
}

async function readAll({ api, shop }: Paced, orders: readonly Order[], signal: AbortSignal) {
  const { read, unread } = await readEach(orders, (some) =>
    readOrders(api, some, { signal }, shop.settings),
  );
  const passed = unread.map(({ item, reason }) => ({ subject: subjectOf(item), reason }));
  return { bundles: read, passed };
}
