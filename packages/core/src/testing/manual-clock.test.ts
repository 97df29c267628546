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
});
