import { describe, expect, it } from 'vitest';
import { manualClock } from './manual-clock.ts';

describe('manualClock', () => {
  it('stands still until it is moved', async () => {
    const clock = manualClock(1_000);

    expect(clock.now()).toBe(1_000);
    await clock.advance(50);
    expect(clock.now()).toBe(1_050);
  });

  it('runs timers in the order of their times, each at its own', async () => {
    const clock = manualClock(0);
    const ran: [string, number][] = [];
    const note = (name: string) => () => void ran.push([name, clock.now()]);
    clock.after(30, note('late'));
    clock.after(10, note('first'));
    clock.after(10, note('second'));
    clock.after(31, note('not yet'));

    await clock.advance(30);

    expect(ran).toEqual([
      ['first', 10],
      ['second', 10],
      ['late', 30],
    ]);
    expect(clock.pending).toBe(1);
  });

  it('runs what a timer sets off before the next timer', async () => {
    const clock = manualClock(0);
    const ran: string[] = [];
    clock.after(10, () => {
      void Promise.resolve()
        .then(() => Promise.resolve())
        .then(() => clock.after(5, () => ran.push('set meanwhile')));
    });
    clock.after(20, () => ran.push('next'));

    await clock.advance(20);

    expect(ran).toEqual(['set meanwhile', 'next']);
  });

  it('forgets a cancelled timer', async () => {
    const clock = manualClock();
    let ran = false;
    clock.after(10, () => (ran = true)).cancel();

    await clock.advance(10);

    expect(ran).toBe(false);
    expect(clock.pending).toBe(0);
  });

  it('lets what repeats in the background pass over days in a moment, and in time for a while', async () => {
    const clock = manualClock();
    const start = clock.now();
    const beats: number[] = [];
    const beat = (): void => {
      beats.push(clock.now() - start);
      clock.after(1_000, beat, { background: true });
    };
    beat();
    await clock.advance(3_000);
    expect(beats).toEqual([0, 1_000, 2_000, 3_000]);
    const days = 30 * 86_400_000;
    await clock.advance(days);
    expect(beats).toHaveLength(1_005);
    expect(beats.at(-1)).toBe(3_000 + days);
    await clock.advance(1_000);
    expect(beats.at(-1)).toBe(4_000 + days);
  });
});
