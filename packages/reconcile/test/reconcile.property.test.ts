import type { Entry } from '@millrace/core';
import { Big } from 'big.js';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { reconcile, type Difference, type Report } from '../src/index.ts';
import { bookOf, dayIn } from './books.ts';

/** Days on which clocks are changed, somewhere, are among them. */
const first = Date.parse('2026-03-05T00:00:00Z');
const zones = ['UTC', 'America/Chicago', 'Europe/Madrid', 'Australia/Lord_Howe'];

const anEntry = fc.record({
  key: fc.integer({ min: 1, max: 30 }).map(String),
  account: fc.constantFrom('Placed Order', 'Ordered Product'),
  at: fc
    .integer({ min: 0, max: 30 * 86_400 })
    .map((s) => new Date(first + s * 1_000).toISOString()),
  value: fc.integer({ min: -500, max: 100_000 }).map((cents) => new Big(cents).div(100).toFixed()),
  currency: fc.constantFrom('EUR', 'USD'),
});
const aBook = fc.uniqueArray(anEntry, {
  selector: ({ account, key }) => account + key,
  maxLength: 40,
});
/** Mostly what the other side has, with some of it changed. */
const twoBooks = aBook.chain((ours) =>
  fc
    .tuple(fc.constant(ours), fc.array(anEntry, { maxLength: 4 }), fc.infiniteStream(fc.nat(9)))
    .map(([ours, more, dice]) => [ours, others(ours, more, dice)] as const),
);

function others(
  ours: readonly Entry[],
  more: readonly Entry[],
  dice: Iterator<number>,
): readonly Entry[] {
  const kept = ours.flatMap((entry): Entry[] => {
    const thrown = dice.next().value as number;
    if (thrown === 0) return [];
    if (thrown === 1) return [{ ...entry, value: '0.01' }];
    if (thrown === 2)
      return [{ ...entry, at: new Date(Date.parse(entry.at) + 86_400_000).toISOString() }];
    return [entry];
  });
  return [...kept, ...more];
}

const range = { from: '2026-03-07', until: '2026-03-31', events: ['Order Completed'] };
const isIn = (entry: Entry, zone: string): boolean => {
  const day = dayIn(zone, entry.at);
  return day >= range.from && day <= range.until;
};

const compare = (
  ours: readonly Entry[],
  theirs: readonly Entry[],
  timeZone: string,
  more: object = {},
) =>
  reconcile({
    source: bookOf(ours),
    destination: bookOf(theirs, { name: 'Klaviyo', sums: true }),
    ...range,
    timeZone,
    ...more,
  });

test('every row is what a person would count, and rows agree exactly when the two counts do', async () => {
  await fc.assert(
    fc.asyncProperty(twoBooks, fc.constantFrom(...zones), async ([ours, theirs], zone) => {
      const report = await compare(ours, theirs, zone, { depth: 'every order' });
      const count = (entries: readonly Entry[], account: string, day: string, currency: string) => {
        const found = entries.filter(
          (entry) =>
            entry.account === account &&
            entry.currency === currency &&
            dayIn(zone, entry.at) === day,
        );
        const value = found.reduce((sum, entry) => sum.plus(entry.value ?? 0), new Big(0));
        return { count: found.length, value: value.toFixed(2) };
      };
      for (const row of report.rows) {
        const left = count(ours, row.account, row.day, row.currency);
        const right = count(theirs, row.account, row.day, row.currency);
        expect([row.source, row.destination]).toEqual([left, right]);
        expect(row.agrees).toBe(left.count === right.count && left.value === right.value);
      }
      const inRows = report.rows.reduce((sum, { source }) => sum + source.count, 0);
      expect(inRows).toBe(ours.filter((entry) => isIn(entry, zone)).length);
    }),
    { numRuns: 100 },
  );
});

const mirrored = {
  missing: 'extra',
  extra: 'missing',
  twice: 'missing',
  value: 'value',
  day: 'day',
} as const;
const named = (
  { differences }: Report,
  name = (kind: Difference['kind']): string => kind,
): string[] =>
  differences.map(({ kind, account, key }) => `${name(kind)} ${account} ${key}`).sort();

test('the sides may change places: what was missing is extra', async () => {
  await fc.assert(
    fc.asyncProperty(aBook, aBook, fc.constantFrom(...zones), async (ours, theirs, zone) => {
      const options = { depth: 'every order' } as const;
      const report = await compare(ours, theirs, zone, options);
      const other = await compare(theirs, ours, zone, options);
      expect(named(other)).toEqual(named(report, (kind) => mirrored[kind]));
      expect(other.agrees).toBe(report.agrees);
    }),
    { numRuns: 100 },
  );
});

test('what is found does not depend on how much fits into memory, nor on whether sums come first', async () => {
  await fc.assert(
    fc.asyncProperty(
      twoBooks,
      fc.constantFrom(...zones),
      fc.integer({ min: 1, max: 20 }),
      async ([ours, theirs], zone, mostAtOnce) => {
        const depth = 'every order' as const;
        const whole = await compare(ours, theirs, zone, { depth });
        expect(await compare(ours, theirs, zone, { depth, mostAtOnce })).toEqual(whole);
        const quick = await compare(ours, theirs, zone, { mostAtOnce });
        expect(quick.rows).toEqual(whole.rows);
      },
    ),
    { numRuns: 100 },
  );
});

test('a book agrees with itself, and one that lacks an order says which', async () => {
  await fc.assert(
    fc.asyncProperty(aBook, fc.constantFrom(...zones), fc.nat(), async (ours, zone, place) => {
      expect(await compare(ours, ours, zone)).toMatchObject({ agrees: true, differences: [] });
      const inside = ours.filter((entry) => isIn(entry, zone));
      const lost = inside[place % Math.max(1, inside.length)];
      if (lost === undefined) return;
      const report = await compare(
        ours,
        ours.filter((entry) => entry !== lost),
        zone,
      );
      expect(named(report)).toEqual([`missing ${lost.account} ${lost.key}`]);
    }),
    { numRuns: 100 },
  );
});
