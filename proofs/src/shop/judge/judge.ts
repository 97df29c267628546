import { Arrived } from './arrived.ts';
import type { Evidence } from './evidence.ts';
import { judgeCarts } from './carts.ts';
import { judgeConsent } from './consent.ts';
import { judgeOrders } from './orders.ts';
import { judgeProfiles } from './profiles.ts';
import { type Row, row } from './row.ts';
import { judgeReport } from './report.ts';
import { judgeVisits } from './visits.ts';

export interface Verdict {
  readonly rows: readonly Row[];
  /** What is missing, and nobody can have known: facts of orders, and checkouts. */
  readonly unknowable: { readonly orders: number; readonly carts: number };
  readonly isSound: boolean;
}

/** Metrics of orders: whatever is there under one of these must be true of an order. */
const ofOrders = new Set(['Placed Order', 'Fulfilled Order', 'Cancelled Order', 'Refunded Order']);

/** Whether Klaviyo has what happened in the shop, all of it, once, and nothing else. Knows nothing of how it got there. */
export function judge(evidence: Evidence): Verdict {
  const { history, store, mail, state, seen, end } = evidence;
  const arrived = new Arrived(mail);
  const orders = judgeOrders(history.orders, arrived, seen, end);

  const carts = judgeCarts(evidence, arrived);

  const doubles = [...arrived.all].filter(([, events]) => events.length > 1);
  const untrue = [...arrived.all.keys()].filter(
    (key) => ofOrders.has(key.slice(0, key.lastIndexOf(' '))) && !orders.accounted.has(key),
  );
  const heldOrders = new Set(state.held.flatMap((id) => /:order:(\d+):/.exec(id)?.[1] ?? []));
  // Whoever withdraws a consent that Klaviyo never heard of is nobody there: the newsletter has a row of its own.
  const discarded = mail.discarded.filter(({ reason }) => reason !== 'unknown_profile');
  const rows = [
    ...orders.rows,
    ...carts.rows,
    ...judgeProfiles(history, store, mail, arrived),
    judgeConsent(history, store, mail),
    judgeVisits(history, arrived),
    row('orders without an address, held', orders.nameless.length, heldOrders.size),
    row(
      'twice in Klaviyo',
      0,
      doubles.length,
      doubles.map(([key]) => key),
    ),
    row('not true of the store', 0, untrue.length, untrue),
    row(
      'discarded by Klaviyo',
      0,
      discarded.length,
      discarded.map((each) => JSON.stringify(each).slice(0, 400)),
    ),
    ...judgeReport(evidence.report),
    row('dead letters', 0, state.dead.length, state.dead),
    row('waiting to be looked at', 0, state.waiting, state.reasons),
  ];
  return {
    rows,
    unknowable: { orders: orders.unknowable, carts: carts.unknowable },
    isSound: rows.every(({ differs }) => !differs) && (rows[0]?.store ?? '0') !== '0',
  };
}
