import { Big } from 'big.js';

/** A constructor of our own: rounding settings of the shared `Big` belong to the host. */
const Decimal = Big();

/** A decimal as text (`'12.5'`). Money enters and leaves the sandbox as text and is never a float in between. */
export type DecimalText = string;

export function decimal(value: DecimalText | number | Big): Big {
  return new Decimal(value);
}

/** Money as the Orders V2 API writes it: a string with four decimals. */
export function money(value: DecimalText | Big): string {
  return decimal(value).toFixed(4);
}

/** Money rounded to what {@link money} can hold, for amounts that are still to be added up. */
export function rounded(value: Big): Big {
  return value.round(4);
}

export function sum(values: Iterable<DecimalText | Big>): Big {
  let total = decimal(0);
  for (const value of values) total = total.plus(value);
  return total;
}

/** Money as the V3 APIs write it: a JSON number. The last step before it leaves, never a step of a calculation. */
export function jsonNumber(value: DecimalText | Big): number {
  return Number(decimal(value).toString());
}
