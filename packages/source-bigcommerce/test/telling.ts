import { memorySourceContext } from '@millrace/core/testing';
import type { Catalog, CatalogProduct } from '../src/catalog/catalog.ts';
import type { OrderBundle } from '../src/order/bundle.ts';
import { recallLedger } from '../src/order/ledger.ts';
import { type OrderReading, tellOrder } from '../src/order/tell.ts';
import { readNow } from './read-now.ts';
import { bigcommerceRules } from './rules.ts';

export const signal = new AbortController().signal;

/** A shop of which one order after the other is told. */
export function openTelling(historyBefore = '2026-01-01T00:00:00.000Z') {
  const lines: { readonly fields: object; readonly message: string }[] = [];
  const memory = memorySourceContext();
  const warn = (fields: object, message: string) => void lines.push({ fields, message });
  const context = { ...memory, logger: { ...memory.logger, warn } };
  const asked: unknown[] = [];
  const known: CatalogProduct = { categories: ['Bags'], variants: new Map() };
  const catalog: Catalog = {
    products: async (...args) => {
      asked.push(args);
      return new Map([['77', known]]);
    },
    forget: () => undefined,
  };
  const shop = { settings: bigcommerceRules(), context, catalog, historyBefore };
  return {
    context,
    lines,
    asked,
    ledger: () => recallLedger(context, '1001'),
    /** Looks at the order, and commits what came of it. */
    look: async (of: OrderBundle, how: Partial<OrderReading> = {}) => {
      const telling = await tellOrder(
        of,
        await recallLedger(context, String(of.order.id)),
        { ...readNow(context.clock), ...how },
        shop,
        signal,
      );
      await context.commit(telling.drafts, telling.changes);
      return { ...telling, events: telling.drafts.map(({ event }) => event) };
    },
  };
}
