import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Numbers that the same seed gives again. */
export interface Random {
  /** Between 0 and `below`. */
  upTo(below: number): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
}

export function randomOf(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const upTo = (below: number): number => uniformFloat64(generator) * below;
  return {
    upTo,
    pick: (choices) => choices[Math.floor(upTo(choices.length))] ?? choices[0],
  };
}
