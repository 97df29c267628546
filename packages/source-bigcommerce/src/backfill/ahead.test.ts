import { expect, test } from 'vitest';
import { ahead } from './ahead.ts';

/** Counts up to `end`, and notes how far it was asked to. */
function counter(end: number) {
  const made: number[] = [];
  let isClosed = false;
  async function* count() {
    try {
      for (let number = 1; number <= end; number += 1) {
        made.push(number);
        yield number;
      }
    } finally {
      isClosed = true;
    }
  }
  return { numbers: count(), made, isClosed: () => isClosed };
}

test('the next one is fetched while one is dealt with, and never more', async () => {
  const { numbers, made } = counter(5);
  const met: number[] = [];
  for await (const number of ahead(numbers)) {
    await new Promise((resolve) => setImmediate(resolve));
    expect(made.length).toBe(Math.min(5, number + 1));
    met.push(number);
  }
  expect(met).toEqual([1, 2, 3, 4, 5]);
});

test('whoever stops early stops the source, too', async () => {
  const { numbers, isClosed } = counter(5);
  for await (const number of ahead(numbers)) if (number === 2) break;
  expect(isClosed()).toBe(true);
});

test('an error comes in its turn, behind what came before it', async () => {
  async function* failing() {
    yield 1;
    throw new Error('the store is down');
  }
  const met: number[] = [];
  const reading = (async () => {
    for await (const number of ahead(failing())) {
      await new Promise((resolve) => setImmediate(resolve));
      met.push(number);
    }
  })();
  await expect(reading).rejects.toThrow('the store is down');
  expect(met).toEqual([1]);
});
