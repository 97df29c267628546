import type { Logger } from '@millrace/core';
import type { OrderBundle } from './bundle.ts';
import { Status } from './evidence.ts';
import type { OrderLedger } from './ledger.ts';
import { factsOf, type LifeRules } from './life.ts';
import { mismatchesOf } from './sums.ts';

/** Says of an order that is told as placed what of its amounts does not add up. */
export function warnOfMismatches(bundle: OrderBundle, logger: Logger): void {
  for (const { what, difference } of mismatchesOf(bundle)) {
    const fields = { orderId: bundle.order.id, difference };
    logger.warn(fields, `An order does not add up: ${what}. It is told as BigCommerce has it.`);
  }
}

const unknownRefund = 'refund of an unknown amount';

/** Says of an order what should be told and cannot be: once, as the ledger remembers it. */
export function doubtsOf(
  bundle: OrderBundle,
  ledger: OrderLedger | undefined,
  rules: LifeRules,
  logger: Logger,
): Pick<OrderLedger, 'doubts'> {
  const { order } = bundle;
  const said = ledger?.doubts ?? [];
  if (order.status_id !== Status.partiallyRefunded || said.includes(unknownRefund)) return {};
  const facts = factsOf(bundle, ledger, rules);
  if (facts.length === 0 || facts.some(({ kind }) => kind === 'refunded')) return {};
  logger.warn(
    { orderId: order.id },
    'An order is Partially Refunded by its status, and has no refund that says how much was paid back: none is told.',
  );
  return { doubts: [...said, unknownRefund] };
}
