import { type Decimal, decimal, sum } from '../money.ts';
import { type OrderProduct, ownLines } from './line-schema.ts';
import { discountOf } from './products.ts';
import type { Refund } from './schema.ts';

/**
 * The refunds that took place, in the order in which they were made. One whose payments were all declined did not: if
 * one of them is accepted later, it does then.
 */
export function madeRefunds(refunds: readonly Refund[]): readonly Refund[] {
  return refunds
    .filter(
      ({ payments }) =>
        payments.length === 0 || payments.some(({ is_declined: no }) => no !== true),
    )
    .toSorted((a, b) => compare(a.created ?? '', b.created ?? '') || a.id - b.id);
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/**
 * What was paid back: the whole of it, or of several payments those that were not declined. One that is accepted after the
 * refund was told changes nothing of that: it keeps the smaller value.
 */
export function paidBack({ total_amount: total, payments }: Refund): Decimal {
  const made = payments.filter(({ is_declined: no }) => no !== true);
  return made.length === payments.length ? total : sum(made.map(({ amount }) => amount));
}

/**
 * The lines that a refund is about, of as many pieces as were paid back. All of them when it is about the order as a
 * whole; none when it is about its shipping only.
 */
export function refundedLines(
  lines: readonly OrderProduct[],
  { items }: Refund,
): readonly OrderProduct[] {
  if (items.length === 0 || items.some(({ item_type: type }) => type === 'ORDER')) return lines;
  return ownLines(lines).flatMap((line) => {
    const pieces = items
      .filter(({ item_type: type, item_id: id }) => type === 'PRODUCT' && id === String(line.id))
      .reduce((all, { quantity }) => all.plus(quantity), decimal('0'));
    return pieces.eq(0) ? [] : [part(line, pieces)];
  });
}

/** Some pieces of a line, with their share of its discounts. */
function part(line: OrderProduct, pieces: Decimal): OrderProduct {
  if (pieces.eq(line.quantity) || line.quantity.eq(0)) return line;
  const share = discountOf(line).times(pieces).div(line.quantity).round(4);
  const code = line.applied_discounts.find((discount) => discount.code !== undefined)?.code;
  return { ...line, quantity: pieces, applied_discounts: [{ amount: share, code }] };
}
