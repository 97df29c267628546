/** Ten-thousandths of a unit of a currency: the store writes four decimals, and a sum must be exact. */
export type Money = bigint;

const decimals = 4;

/** @throws {RangeError} when it is no number that four decimals can hold. */
export function money(text: string | number): Money {
  const match = /^(-?)(\d+)(?:\.(\d{1,4})0*)?$/.exec(String(text));
  if (!match) throw new RangeError(`${text} is no amount of money`);
  const [, sign = '', units = '0', fraction = ''] = match;
  const size = BigInt(units + fraction.padEnd(decimals, '0'));
  return sign === '-' ? -size : size;
}

export function shown(amount: Money): string {
  const size = String(amount < 0n ? -amount : amount).padStart(decimals + 1, '0');
  const [units, fraction] = [size.slice(0, -decimals), size.slice(-decimals)];
  return `${amount < 0n ? '-' : ''}${units}.${fraction.replace(/00$/, '')}`;
}
