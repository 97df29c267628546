import { Big } from 'big.js';

/** An exact decimal. Amounts come as text, are reckoned with as decimals, and leave as JSON numbers. */
export type Decimal = Big;

export function decimal(text: string): Decimal {
  return new Big(text);
}

export function sum(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((total, amount) => total.plus(amount), new Big(0));
}

/** The JSON number that carries this decimal: a double holds up to 15 significant digits exactly as written. */
export function number(amount: Decimal): number {
  return Number(amount.toFixed());
}
