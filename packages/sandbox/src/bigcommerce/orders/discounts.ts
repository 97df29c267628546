import { type DecimalText, decimal, money, rounded, sum } from '../money.ts';
import type { AppliedDiscount } from './order-product.ts';

/** Something that lowers the price of an order as a whole. */
export interface OrderDiscount {
  readonly id: string;
  readonly name: string;
  readonly code: string | null;
  readonly amount: DecimalText;
}

/**
 * Spreads the discounts of an order over its lines by their share in the total, as the store does: each line carries
 * its part in `applied_discounts`. The last line that has a price takes what rounding left, so the parts add up.
 */
export function spreadDiscounts(
  lineTotals: readonly string[],
  discounts: readonly OrderDiscount[],
): AppliedDiscount[][] {
  const total = sum(lineTotals);
  const last = lineTotals.findLastIndex((line) => decimal(line).gt(0));
  const applied = lineTotals.map((): AppliedDiscount[] => []);
  for (const { id, name, code, amount } of discounts) {
    let left = decimal(amount);
    for (const [index, line] of lineTotals.entries()) {
      if (index > last || decimal(line).eq(0)) continue;
      const share = index === last ? left : rounded(decimal(amount).times(line).div(total));
      left = left.minus(share);
      applied[index]?.push({ id, amount: money(share), name, code, target: 'order' });
    }
  }
  return applied;
}
