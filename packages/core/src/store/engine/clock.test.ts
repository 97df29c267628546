import { describe, expect, it } from 'vitest';
import { monotonic } from './clock.ts';

/** A machine's clock that somebody sets. */
function settable(start: number) {
  let now = start;
  const clock = { now: () => now, after: () => ({ cancel: () => undefined }) };
  return {
    clock,
    set: (time: number) => void (now = time),
    pass: (ms: number) => void (now += ms),
  };
}

const hour = 3_600_000;
const day = 24 * hour;

describe("the store's clock", () => {
  it('is that of the machine, as long as that goes on', () => {
    const { clock, pass } = settable(5_000);
    const now = monotonic(clock, 0);
    expect(now()).toBe(5_000);
    pass(1_234);
    expect(now()).toBe(6_234);
  });

  it('runs at half speed when the machine is set back by an hour, until that has caught up', () => {
    const { clock, set, pass } = settable(day);
    const now = monotonic(clock, 0);
    now();
    set(day - hour);
    expect(now()).toBe(day);
    pass(1_000);
    expect(now()).toBe(day + 500);
    pass(hour - 1_000);
    expect(now()).toBe(day + hour / 2);
    pass(hour);
    expect(now()).toBe(day + hour);
    pass(hour);
    expect(now()).toBe(day + 2 * hour);
  });

  it('never goes back and never stands still, though the machine is a day ahead and then back', () => {
    const { clock, set, pass } = settable(10 * day);
    const now = monotonic(clock, 0);
    const times = [now()];
    set(11 * day);
    times.push(now());
    set(10 * day);
    times.push(now());
    for (let minute = 0; minute < 10; minute += 1) {
      pass(60_000);
      times.push(now());
    }
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBe(11 * day + 5 * 60_000);
    pass(2 * day);
    expect(now()).toBe(12 * day + 10 * 60_000);
  });

  it('starts from the floor, however far back the machine is', () => {
    const { clock, pass } = settable(1_000);
    const now = monotonic(clock, 50_000);
    expect(now()).toBe(50_000);
    pass(10);
    expect(now()).toBe(50_005);
  });

  it('answers whole milliseconds, and loses none of them', () => {
    const { clock, pass } = settable(0);
    const now = monotonic(clock, 1_000);
    for (let ms = 0; ms < 100; ms += 1) {
      pass(1);
      expect(Number.isInteger(now())).toBe(true);
    }
    expect(now()).toBe(1_050);
  });
});
