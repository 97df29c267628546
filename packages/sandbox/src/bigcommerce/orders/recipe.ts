import type { OrderLine, OrderPlacement } from './placement.ts';

/** Hands out the ids of an order's parts. */
export type NextId = (
  part: 'product' | 'address' | 'coupon' | 'fee' | 'refund' | 'transaction',
) => number;

/** A line with the ids that its order products keep, whatever is edited. */
export interface RecipeLine {
  readonly line: OrderLine;
  readonly id: number;
  readonly memberIds: readonly number[];
}

/** What the parts and the amounts of an order follow from: made when it is placed, and anew when it is edited. */
export interface Recipe {
  readonly placement: Omit<OrderPlacement, 'lines'>;
  readonly lines: readonly RecipeLine[];
  readonly addressId: number;
  readonly couponUseIds: readonly number[];
  readonly feeIds: readonly number[];
  readonly refundIds: readonly number[];
}

export function recipeOf({ lines, ...placement }: OrderPlacement, nextId: NextId): Recipe {
  return {
    placement,
    addressId: nextId('address'),
    lines: lines.map((line) => recipeLine(line, nextId)),
    couponUseIds: (placement.coupons ?? []).map(() => nextId('coupon')),
    feeIds: (placement.fees ?? []).map(() => nextId('fee')),
    refundIds: (placement.refunds ?? []).map(() => nextId('refund')),
  };
}

export function recipeLine(line: OrderLine, nextId: NextId): RecipeLine {
  const id = nextId('product');
  return { line, id, memberIds: (line.bundled ?? []).map(() => nextId('product')) };
}
