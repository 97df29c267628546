import { counter } from '../ids.ts';
import type { NextId } from './recipe.ts';

type Part = Parameters<NextId>[0];

const FIRST_TRANSACTION_ID = 85926313;

/** Ids counted up by the store, for each kind of part by itself. */
export function countedIds(): NextId {
  const next: Record<Part, () => number> = {
    product: counter(1),
    address: counter(1),
    coupon: counter(1),
    fee: counter(1),
    refund: counter(1),
    transaction: counter(FIRST_TRANSACTION_ID),
  };
  return (part) => next[part]();
}

const BEYOND_THE_COUNTED = 1_000_000_000;
const PARTS = 1_000;

/**
 * Ids that follow from the order's alone, so that an order can be made again. Refunds are counted all the same: by their
 * ids they are looked up.
 */
export function idsOf(orderId: number, refundIds: readonly number[]): NextId {
  const parts = counter(BEYOND_THE_COUNTED + orderId * PARTS);
  const refunds = refundIds.values();
  return (part) => (part === 'refund' ? (refunds.next().value ?? 0) : parts());
}
