import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byDate, type DatedList } from './by-date.ts';

interface Row {
  readonly id: number;
  /** Of an odd row, the list has no date, wherever it sorts it. */
  readonly isOdd: boolean;
  at: number;
}

const shown = ({ id, at, isOdd }: Row): Row => ({ id, at, isOdd });
const dateOf = ({ at, isOdd }: Row): number | undefined => (isOdd ? undefined : at);

const second = 1_000;

/** A table as the vendor would answer from it, `pageSize` rows at a time, with bounds of either kind. */
function table(rows: readonly Row[], pageSize: number, inclusive: boolean) {
  const after = (at: number, bound: number) => (inclusive ? at >= bound : at > bound);
  const before = (at: number, bound: number) => (inclusive ? at <= bound : at < bound);
  let reads = 0;
  const list: DatedList<Row> = {
    name: 'rows',
    at: dateOf,
    id: ({ id }) => id,
    page: async (from) => {
      reads += 1;
      const items = rows
        .filter(({ at }) => after(at, from))
        .toSorted((a, b) => a.at - b.at || a.id - b.id)
        .slice(0, pageSize)
        .map(shown);
      return { items, isFull: items.length === pageSize };
    },
    async *between(from, until) {
      for (let past = 0; ;) {
        const page = rows
          .filter(({ id, at }) => id > past && after(at, from) && before(at, until))
          .slice(0, pageSize);
        if (page.length === 0) return;
        reads += 1;
        past = page.at(-1)?.id ?? 0;
        yield page.map(shown);
      }
    },
  };
  return { list, reads: () => reads };
}

const nothing = async function* (): AsyncGenerator<readonly Row[]> {};

const times = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 60 });

describe('a list that is read by date', () => {
  test('is read whole, however many are of one second, and whatever changes meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(
        times,
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        fc.array(fc.nat({ max: 59 }), { maxLength: 40 }),
        fc.nat({ max: 59 }),
        async (seconds, pageSize, inclusive, touched, oddAt) => {
          const rows = seconds.map((at, index) => ({
            id: index + 1,
            at: (at + 1) * second,
            // Never all of a page: it would say nothing of where the next one begins.
            isOdd: pageSize > 1 && index === oddAt,
          }));
          const { list, reads } = table(rows, pageSize, inclusive);
          const met = new Set<string>();
          const changes = [...touched];
          let now = 100 * second;
          let done = 0;
          for await (const { items, through } of byDate(list, 0)) {
            for (const { id, at, isOdd } of items) {
              expect(isOdd || !met.has(`${id}@${at}`)).toBe(true);
              met.add(`${id}@${at}`);
            }
            // What is told to be done with is done with.
            for (const { id, at } of rows) {
              expect(at >= through || met.has(`${id}@${at}`)).toBe(true);
            }
            // Between two pages a row changes, and is the latest then.
            const row = rows[changes.pop() ?? -1];
            if (row) row.at = now += second;
            done = through;
            expect(reads()).toBeLessThan(1_000);
          }
          // What changed after the last page was read is met the next time.
          for await (const { items } of byDate(list, done - second)) {
            for (const { id, at } of items) met.add(`${id}@${at}`);
          }
          for (const { id, at } of rows) expect(met).toContain(`${id}@${at}`);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('costs a page for each page of it', async () => {
    const rows = Array.from({ length: 100 }, (_, index) => ({
      id: index,
      isOdd: false,
      at: index * 60 * second,
    }));
    const { list, reads } = table(rows, 10, true);
    let items = 0;
    for await (const page of byDate(list, 0)) items += page.items.length;
    expect(items).toBe(100);
    expect(reads()).toBeLessThanOrEqual(12);
  });

  test('is refused when it is not in the order that was asked for', async () => {
    const list: DatedList<Row> = {
      name: 'rows',
      at: dateOf,
      id: ({ id }) => id,
      page: async () => ({
        items: [
          { id: 1, at: 2, isOdd: false },
          { id: 2, at: 1, isOdd: false },
        ],
        isFull: true,
      }),
      between: nothing,
    };
    await expect(byDate(list, 0).next()).rejects.toThrow('rows that are not sorted by date');
  });

  test.each([
    ['of the same rows whatever it is asked for', false],
    ['of rows without a date', true],
  ])('is refused when a full page %s would be read for ever', async (_, isOdd) => {
    let reads = 0;
    const list: DatedList<Row> = {
      name: 'rows',
      at: dateOf,
      id: ({ id }) => id,
      page: async () => {
        reads += 1;
        if (reads > 20) throw new Error('it is read for ever');
        return { items: [{ id: 1, at: second, isOdd }], isFull: true };
      },
      between: nothing,
    };
    const reading = async (): Promise<void> => {
      for await (const { items } of byDate(list, 0)) expect(items.length).toBeLessThanOrEqual(1);
    };
    await expect(reading()).rejects.toThrow('rows of other dates than were asked for');
  });
});
