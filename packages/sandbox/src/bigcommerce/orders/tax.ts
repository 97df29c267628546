import { type DecimalText, decimal, money, rounded } from '../money.ts';

/** An amount in the three forms an order gives it. `ex_tax + tax = inc_tax`, to the last decimal. */
export interface Taxed {
  readonly exTax: string;
  readonly incTax: string;
  readonly tax: string;
}

/** The tax is rounded once, here; everything after it is addition. */
export function taxed(exTax: DecimalText, rate: DecimalText): Taxed {
  const before = rounded(decimal(exTax));
  const tax = rounded(before.times(rate));
  return { exTax: money(before), incTax: money(before.plus(tax)), tax: money(tax) };
}

/** Several units of a taxed amount. */
export function times(unit: Taxed, quantity: number): Taxed {
  const of = (value: string) => money(decimal(value).times(quantity));
  return { exTax: of(unit.exTax), incTax: of(unit.incTax), tax: of(unit.tax) };
}
