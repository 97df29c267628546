import { isPast } from '../past.ts';
import type { OrderBundle } from './bundle.ts';
import { Status } from './evidence.ts';
import type { OrderFact } from './fact.ts';
import type { OrderLedger } from './ledger.ts';

export interface OrderPast {
  readonly bundle: OrderBundle;
  /** What was remembered of the order before it was looked at. */
  readonly ledger: OrderLedger | undefined;
  /** ISO 8601, UTC. */
  readonly historyBefore: string;
  /** Whether all that is told is history, as a backfill has it. */
  readonly all: boolean;
}

/** How long a payment takes that is not made at the checkout, such as a bank transfer. */
const paymentTakesMs = 3 * 86_400_000;

/**
 * Whether a fact of an order is history, for which no flow should fire: what happened before the source was there, all that
 * a backfill tells, and all of an order that was brought over from another platform.
 *
 * An old order that is placed only now is news: one that was looked at before, and was not placed then. Of one that was
 * never looked at, nobody can know when it was placed, as BigCommerce keeps no history of statuses. It is taken for one
 * whose payment has arrived if it was made within three days before the source was there, has changed since then, and
 * waits for nothing but to be sent. An edit of an order that was paid before looks just the same, so no older order
 * counts, and none that has gone any further.
 */
export function isHistory(fact: OrderFact, past: OrderPast): boolean {
  const { bundle, ledger, historyBefore, all } = past;
  if (all || isMigrated(bundle)) return true;
  if (!isPast(fact.at, historyBefore)) return false;
  const isRetold = ledger?.again?.[fact.key] !== undefined;
  if (fact.kind !== 'placed' || isRetold) return true;
  return ledger?.seen === undefined && !isJustPaid(past);
}

/** BigCommerce: Orders V2, `external_source`. */
const isMigrated = ({ order }: OrderBundle): boolean => order.external_source === 'M-MIG';

function isJustPaid({ bundle: { order }, historyBefore }: OrderPast): boolean {
  const { date_created: created, date_modified: modified, status_id: status } = order;
  const isRecent = Date.parse(historyBefore) - Date.parse(created) <= paymentTakesMs;
  return status === Status.awaitingFulfilment && isRecent && !isPast(modified, historyBefore);
}
