import type { Measured } from './child.ts';

/** Prints one row: what it was, how fast, how dear, and what there is to say of it. */
export function row(what: string, { rate, cpu }: Measured, note = ''): void {
  const perSecond = `${Math.round(rate).toLocaleString('en').padStart(9)}/s`;
  print(what, `${perSecond}  ${cpu.toFixed(0).padStart(4)} µs CPU`, note);
}

/** Prints one row of two latencies, in milliseconds. */
export function latencies(what: string, p50: number, p99: number, note = ''): void {
  print(what, `p50 ${ms(p50)}  p99 ${ms(p99)}`, note);
}

export function print(what: string, figures: string, note = ''): void {
  console.log(`  ${what.padEnd(48)}  ${figures}  ${note}`.trimEnd());
}

export const ms = (value: number): string => `${value.toFixed(1).padStart(6)} ms`;

export const ratio = (a: number, b: number): string => (a / b).toFixed(2);
