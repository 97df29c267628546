import { describe, expect, test } from 'vitest';
import { Gather } from './gather.ts';

const { signal } = new AbortController();

/** A reader whose answers wait until they are let go. */
function reader() {
  const asked: (readonly string[])[] = [];
  const waiting: ((error?: Error) => void)[] = [];
  const gather = new Gather<string>((ids) => {
    asked.push(ids);
    return new Promise((resolve, reject) => {
      waiting.push((error) => {
        if (error) reject(error);
        else resolve(new Map(ids.filter((id) => id !== 'nobody').map((id) => [id, `row ${id}`])));
      });
    });
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    asked,
    one: (id: string) => gather.one(id, signal),
    answer: async (error?: Error) => {
      await turn();
      waiting.shift()?.(error);
      await turn();
    },
  };
}

describe('those who want one of many', () => {
  test('are in one request if they come together, and wait for the one under way if they come later', async () => {
    const { one, answer, asked } = reader();
    const first = [one('1'), one('2')];
    await answer();
    const alone = one('3');
    await new Promise((resolve) => setImmediate(resolve));
    const late = [one('4'), one('5'), one('4')];
    await answer();
    await answer();
    expect(asked).toEqual([['1', '2'], ['3'], ['4', '5']]);
    expect(await Promise.all([...first, alone, ...late])).toEqual(
      ['1', '2', '3', '4', '5', '4'].map((id) => `row ${id}`),
    );
  });

  test('are told when there is none', async () => {
    const { one, answer } = reader();
    const found = Promise.all([one('1'), one('nobody')]);
    await answer();
    expect(await found).toEqual(['row 1', undefined]);
  });

  test('are at most fifty at a time', async () => {
    const { one, answer, asked } = reader();
    const all = Promise.all(Array.from({ length: 120 }, (_, index) => one(String(index))));
    for (let count = 0; count < 3; count += 1) await answer();
    await all;
    expect(asked.map((ids) => ids.length)).toEqual([50, 50, 20]);
  });

  test('share a failure, which is over with the next request', async () => {
    const { one, answer } = reader();
    const failed = Promise.allSettled([one('1'), one('2')]);
    await answer(new Error('down'));
    expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const again = one('1');
    await answer();
    expect(await again).toBe('row 1');
  });
});
