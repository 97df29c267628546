import { Big } from 'big.js';

/** Reads a plain decimal; what has no value is worth nothing. */
export function decimal(value: string | undefined): Big {
  return new Big(value ?? 0);
}

/** A plain decimal, with two places at least, and four at most: vendors have no more, and floats have dust behind them. */
export function written(amount: Big): string {
  const rounded = amount.round(4);
  const [, places = ''] = rounded.toFixed().split('.');
  return rounded.toFixed(Math.max(2, places.length));
}
