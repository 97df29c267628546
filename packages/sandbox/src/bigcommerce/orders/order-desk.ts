import type { Catalog } from '../catalog/catalog.ts';
import type { Customers } from '../customers/customers.ts';
import type { StoreProfile } from '../store-profile.ts';
import type { Emit } from '../webhooks/events.ts';
import { type OrderEdits, orderEdits } from './edits.ts';
import { countedIds } from './ids-of-parts.ts';
import { Lag, type OrderLag } from './lag.ts';
import { type OrderActions, orderActions, type OrderContext } from './order-actions.ts';
import { OrderBook } from './order-book.ts';
import { type Payments, payments } from './payments.ts';
import { orderPlacer } from './place.ts';
import { RefundIndex } from './refund-index.ts';
import { type Refunds, refunds } from './refunds.ts';
import { type Shipping, shipping } from './shipping.ts';

/** All that can be done with orders. */
export interface OrderVerbs extends OrderActions, OrderEdits, Payments, Refunds, Shipping {
  /** From now on the API is late with orders; `lag({})` ends it. Webhooks are not. */
  lag(lag: OrderLag): void;
}

/** The orders of the store, and whoever works on them. */
export interface OrderDesk {
  readonly book: OrderBook;
  readonly refunds: RefundIndex;
  readonly lag: Lag;
  readonly verbs: OrderVerbs;
}

export interface OrderDeskOptions {
  readonly store: StoreProfile;
  readonly catalog: Catalog;
  readonly customers: Customers;
  readonly emit: Emit;
  readonly now: () => number;
  readonly converted: OrderContext['converted'];
}

export function orderDesk(options: OrderDeskOptions): OrderDesk {
  const { emit, now, converted } = options;
  const lag = new Lag(now);
  const book = new OrderBook(lag);
  const index = new RefundIndex(book);
  const context: OrderContext = {
    book,
    placer: orderPlacer(options),
    refunds: index,
    nextId: countedIds(),
    emit,
    now,
    converted,
  };
  const actions = orderActions(context);
  return {
    book,
    refunds: index,
    lag,
    verbs: {
      ...actions,
      ...orderEdits(context),
      ...payments(context, actions),
      ...refunds(context, actions),
      ...shipping(context, actions),
      lag: (next) => lag.change(next),
    },
  };
}
