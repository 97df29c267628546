import { expect, test } from 'vitest';
import * as z from 'zod';
import { cursorPages } from '../customer/cursor-pages.ts';
import type { Api } from './api.ts';
import { lastIdBeyond } from './moving.ts';
import { all, unsortedPages, v3Pages } from './pages.ts';
import { rowsOf } from './rows.ts';

const path = '/v3/customers';
const Row = z.object({ id: z.int() });
const { signal } = new AbortController();

type Query = Readonly<Record<string, unknown>>;

/** An API that answers so, and is asked so often at most. */
function answering(answer: (query: Query) => unknown, most = 20): Api {
  let asked = 0;
  return {
    get: async (_, { query = {} }) => {
      asked += 1;
      if (asked > most) throw new Error('it is asked for ever');
      return answer(query);
    },
    send: () => Promise.reject(new Error('nothing is sent')),
  };
}

const numbers = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: from + index }));

test('a list of numbered pages is refused when each is the same', async () => {
  const same = answering(() => ({ data: numbers(1, 250), meta: {} }));
  await expect(all(v3Pages(same, path, Row, { signal }))).rejects.toThrow(
    'the same page once more',
  );
});

test('a list with cursors is refused when they lead nowhere', async () => {
  const same = answering(() => ({
    data: numbers(1, 250),
    meta: { cursor_pagination: { end_cursor: 'here' } },
  }));
  await expect(all(cursorPages(same, path, Row, { signal }))).rejects.toThrow(
    'the same page once more',
  );
});

test.each([
  ['ids that were read before', [{ id: 8 }, { id: 7 }]],
  ['no ids', []],
])('a list that is read by id is refused when a page has %s', (_, rows) => {
  expect(() => lastIdBeyond(7, rows, '/v2/orders')).toThrow('what was not asked for');
});

test('the last id of a page is the highest', () => {
  expect(lastIdBeyond(7, [{ id: 9 }, { id: 8 }], '/v2/orders')).toBe(9);
});

test('rows are told apart from what has no id', () => {
  const odd = [{ id: 1, date: '' }, { id: null }, 'row', null, { id: -1 }];
  expect(rowsOf(odd, path)).toEqual({ rows: [{ id: 1, date: '' }], count: 5 });
  expect(rowsOf(undefined, path)).toEqual({ rows: [], count: 0 });
  expect(() => rowsOf({ error: 'no' }, path)).toThrow('something else than expected');
});

/** A list of so many rows, of which the first go away one by one, each after a page was read. */
function shrinking(count: number, goes: number) {
  const rows = numbers(1, count);
  let left = goes;
  return answering(({ page, limit }) => {
    const [at, size] = [Number(page), Number(limit)];
    const data = rows.slice((at - 1) * size, at * size);
    const pagination = { total: rows.length, total_pages: Math.ceil(rows.length / size) };
    if ((left -= 1) >= 0) rows.shift();
    return { data, meta: { pagination } };
  });
}

test('an unsorted list that loses a row while it is read is read again, and nothing is passed over', async () => {
  const found = await all(unsortedPages(shrinking(600, 1), path, Row, { signal }));
  expect(new Set(found.map(({ id }) => id)).size).toBe(600);
});

test('an unsorted list that loses nothing is read once', async () => {
  const found = await all(unsortedPages(shrinking(600, 0), path, Row, { signal }));
  expect(found).toHaveLength(600);
});

test('an unsorted list that loses rows all the time is read three times', async () => {
  const found = await all(unsortedPages(shrinking(1_000, 100), path, Row, { signal }));
  expect(found.length).toBeLessThan(3_000);
});
