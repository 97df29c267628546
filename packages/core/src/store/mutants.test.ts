import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { StorePlace } from '../testing/store/bench.ts';
import { storeContract } from '../testing/store/store-contract.ts';
import { portMutants } from '../testing/store/__fixtures__/mutants.ts';
import { deepMutants } from './__fixtures__/mutants.ts';
import { lmdbPlace, memoryPlace, removePlaces } from './__fixtures__/places.ts';

// The kit is only worth something if it fails what is wrong: each of these stores has one defect.

afterAll(removePlaces);

/** A case that takes longer hangs: a defect, too. Milliseconds. */
const longest = 3_000;

/** The cases of the kit that a store fails, and those that it passes. */
async function examine(place: () => StorePlace): Promise<{ failed: string[]; passed: number }> {
  const failed: string[] = [];
  const cases = storeContract({ place });
  for (const { clause, name, run } of cases) {
    const hangs = setTimeout(longest, undefined, { ref: false }).then(() => {
      throw new Error('it hangs');
    });
    await Promise.race([run(), hangs]).catch(() => failed.push(`${clause} ${name}`));
  }
  return { failed, passed: cases.length - failed.length };
}

const mutants = [
  ...portMutants.map(({ name, caughtBy, wrap }) => ({
    name,
    caughtBy,
    place: () => wrap(memoryPlace()),
  })),
  ...deepMutants.map(({ name, caughtBy, tamper }) => ({
    name,
    caughtBy,
    place: () => memoryPlace(tamper),
  })),
];

describe('the kit fails a store that', () => {
  for (const { name, caughtBy, place } of mutants) {
    it(`${name}: ${caughtBy.join(', ')}`, { timeout: 60_000 }, async ({ annotate }) => {
      const { failed, passed } = await examine(place);
      const clauses = [...new Set(failed.map((one) => one.split(' ', 1)[0]))];
      await annotate(`caught by ${failed.length} cases, of ${clauses.join(', ')}`);

      expect(clauses).toEqual(expect.arrayContaining([...caughtBy]));
      // A store that fails everything proves nothing about the case that was meant.
      expect(passed).toBeGreaterThan(failed.length / 3);
    });
  }
});

describe('the kit passes an honest store', () => {
  it.each([
    { name: 'in memory', place: () => memoryPlace() },
    { name: 'over LMDB', place: () => lmdbPlace() },
  ])('$name', { timeout: 60_000 }, async ({ place }) => {
    expect((await examine(place)).failed).toEqual([]);
  });
});
