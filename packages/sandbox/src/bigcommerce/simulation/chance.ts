import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Chance that the same seed gives again. */
export interface Chance {
  /** Whether it happens, with this probability. */
  of(probability: number): boolean;
  /** From `least` up to `most`, any number between them as likely as another. */
  between(least: number, most: number): number;
  /** The same in whole numbers, both ends included. */
  whole(least: number, most: number): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
  /** By their weights. */
  weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T;
}

export function chanceOf(seed: number): Chance {
  const generator = xoroshiro128plus(seed);
  const between = (least: number, most: number): number =>
    least + uniformFloat64(generator) * (most - least);
  const whole = (least: number, most: number): number => Math.floor(between(least, most + 1));
  return {
    of: (probability) => between(0, 1) < probability,
    between,
    whole,
    pick: (choices) => choices[whole(0, choices.length - 1)] ?? choices[0],
    weighted(choices) {
      let left = between(
        0,
        choices.reduce((sum, [weight]) => sum + weight, 0),
      );
      for (const [weight, choice] of choices) {
        left -= weight;
        if (left < 0) return choice;
      }
      throw new RangeError('There is nothing to choose from');
    },
  };
}
