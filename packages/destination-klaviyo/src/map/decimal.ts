import { Big } from 'big.js';

const written = /^-?\d+(\.\d+)?$/;

/** Reads an amount: a finite number, or a decimal string such as "29.98". Anything else is `undefined`. */
export function decimal(value: unknown): Big | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? new Big(value) : undefined;
  return typeof value === 'string' && written.test(value) ? new Big(value) : undefined;
}

/** The JSON number of an amount; `undefined` if there is none, or if a number cannot hold it. */
export function toNumber(amount: Big | undefined): number | undefined {
  if (amount === undefined) return undefined;
  const number = amount.toNumber();
  return Number.isFinite(number) ? number : undefined;
}
