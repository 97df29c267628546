import { type DecimalText, decimal, money, rounded } from '../money.ts';

/** An amount in the forms an order gives it. `ex_tax + tax = inc_tax`, to the last decimal. */
export interface Taxed {
  /** As the merchant entered it: with tax in a store whose prices include it. */
  readonly base: string;
  readonly exTax: string;
  readonly incTax: string;
  readonly tax: string;
}

/** How amounts that are entered are to be read. */
export interface TaxRule {
  /** `'0.0825'` is 8.25 %. */
  readonly rate: DecimalText;
  /** Whether amounts are entered with tax, so that the amount without it is the derived one. */
  readonly inclusive: boolean;
}

export const untaxed: TaxRule = { rate: '0', inclusive: false };

/** The derived amount is rounded once, here; everything after it is addition. */
export function taxed(entered: DecimalText, { rate, inclusive }: TaxRule): Taxed {
  const base = rounded(decimal(entered));
  const exTax = inclusive ? rounded(base.div(decimal(rate).plus(1))) : base;
  const tax = inclusive ? base.minus(exTax) : rounded(base.times(rate));
  return {
    base: money(base),
    exTax: money(exTax),
    incTax: money(exTax.plus(tax)),
    tax: money(tax),
  };
}

/** Several units of a taxed amount. */
export function times(unit: Taxed, quantity: number): Taxed {
  const of = (value: string) => money(decimal(value).times(quantity));
  return {
    base: of(unit.base),
    exTax: of(unit.exTax),
    incTax: of(unit.incTax),
    tax: of(unit.tax),
  };
}
