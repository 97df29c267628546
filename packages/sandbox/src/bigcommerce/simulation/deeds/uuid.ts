import type { Chance } from '../chance.ts';

/** One that the same seed gives again. */
export function uuid(chance: Chance): string {
  const hex = Array.from({ length: 32 }, () => chance.whole(0, 15).toString(16)).join('');
  return [0, 8, 12, 16, 20].map((from, i, at) => hex.slice(from, at[i + 1])).join('-');
}
