import { type Decimal, sum } from '../money.ts';
import { unaccounted } from './amounts.ts';
import type { OrderBundle } from './bundle.ts';
import { ownLines } from './line-schema.ts';

/** Less than this is rounding, whatever the currency: half a cent. */
const negligible = '0.005';

export interface Mismatch {
  /** What does not add up, for people. */
  readonly what: string;
  /** By how much: a plain decimal, in the currency of the order. */
  readonly difference: string;
}

/**
 * What of an order's amounts does not add up. It is told as BigCommerce has it all the same: nobody knows which of the
 * amounts is wrong.
 */
export function mismatchesOf({ order, lines }: OrderBundle): readonly Mismatch[] {
  const inclusive = order.is_tax_inclusive_pricing === true;
  const subtotal = inclusive ? order.subtotal_inc_tax : order.subtotal_ex_tax;
  const listed = sum(
    ownLines(lines).map((line) =>
      line.quantity.times(inclusive ? line.price_inc_tax : line.price_ex_tax),
    ),
  );
  return [
    ...mismatch('its total is not what its parts add up to', unaccounted(order)),
    ...mismatch('its lines are not what its subtotal is', listed.minus(subtotal)),
  ];
}

function mismatch(what: string, difference: Decimal): readonly Mismatch[] {
  return difference.abs().lt(negligible) ? [] : [{ what, difference: difference.toFixed() }];
}
