import { describe, expect, it } from 'vitest';
import { ModificationLog } from './modification-log.ts';

describe('ModificationLog', () => {
  it('walks between two times, both ways, and stops there', () => {
    const log = new ModificationLog();
    for (const [id, at] of [
      [1, 10],
      [2, 20],
      [3, 20],
      [4, 30],
    ] as const)
      log.touch(id, at);
    expect([...log.ascending({})]).toEqual([1, 2, 3, 4]);
    expect([...log.ascending({ min: 20 })]).toEqual([2, 3, 4]);
    expect([...log.ascending({ min: 11, max: 20 })]).toEqual([2, 3]);
    expect([...log.descending({})]).toEqual([4, 3, 2, 1]);
    expect([...log.descending({ max: 20 })]).toEqual([3, 2, 1]);
    expect([...log.descending({ min: 20, max: 29 })]).toEqual([3, 2]);
  });

  it('meets each order once, where it was last, however often it was modified', () => {
    const log = new ModificationLog();
    log.touch(9, -1);
    for (let at = 0; at < 1_000; at += 1) log.touch(at % 3, at);
    expect([...log.ascending({})]).toEqual([9, 1, 2, 0]);
    expect([...log.descending({ min: 998 })]).toEqual([0, 2]);
  });

  it('puts a time of the past where it belongs, behind its equals', () => {
    const log = new ModificationLog();
    log.touch(1, 10);
    log.touch(2, 30);
    log.touch(3, 10);
    log.touch(4, 20);
    expect([...log.ascending({})]).toEqual([1, 3, 4, 2]);
  });
});
