import { describe, expect, test } from 'vitest';
import { pacedDriver, steppedDriver } from './driver.ts';

describe('a stepped driver', () => {
  test('runs timers in the order of their times, each at its own, also those that are set meanwhile', () => {
    const driver = steppedDriver(1_000);
    const ran: string[] = [];
    const note = (name: string) => () => void ran.push(`${name} at ${driver.now()}`);
    driver.timer(note('late'), 50);
    driver.timer(() => {
      note('early')();
      driver.timer(note('meanwhile'), 5);
    }, 10);
    driver.timer(note('as early'), 10);
    driver.timer(note('never'), 100);
    driver.runTo(1_060);
    expect(ran).toEqual(['early at 1010', 'as early at 1010', 'meanwhile at 1015', 'late at 1050']);
    expect(driver.now()).toBe(1_060);
    expect(driver.next).toBe(1_100);
  });

  test('forgets what was cancelled', () => {
    const driver = steppedDriver(0);
    const ran: number[] = [];
    const first = driver.timer(() => void ran.push(1), 10);
    const second = driver.timer(() => void ran.push(2), 20);
    first.cancel();
    expect(driver.next).toBe(20);
    second.cancel();
    expect(driver.next).toBeUndefined();
    driver.runTo(100);
    expect(ran).toEqual([]);
  });

  test('never goes back', () => {
    const driver = steppedDriver(100);
    driver.runTo(50);
    expect(driver.now()).toBe(100);
  });
});

test('a paced driver is as much faster as it was told', async () => {
  const driver = pacedDriver(10_000, 0);
  const at = await new Promise<number>((resolve) => {
    driver.timer(() => resolve(driver.now()), 100_000);
  });
  // 10 ms of ours; a timer of Node may come a millisecond early.
  expect(at).toBeGreaterThanOrEqual(89_999);
});
