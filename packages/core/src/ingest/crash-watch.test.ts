import { describe, expect, it } from 'vitest';
import { manualClock } from '../testing/manual-clock.ts';
import type { CrashCounter } from '../store/crashes.ts';
import { CrashWatch } from './crash-watch.ts';

/** A counter that writes down who enters, and suspects whom it is told to. */
function watching(deaths: Readonly<Record<string, number>> = {}) {
  const inside: string[][] = [];
  const entered: string[] = [];
  const crashes: CrashCounter = {
    enter(ids) {
      const group = [...ids];
      inside.push(group);
      entered.push(group.join(' '));
      return () => void inside.splice(inside.indexOf(group), 1);
    },
    deaths: (id) => deaths[id.replace('transform/', '')] ?? 0,
    forget: () => undefined,
  };
  const clock = manualClock();
  return { watch: new CrashWatch(crashes, clock), inside, entered, clock };
}

/** Work that ends when it is told to. */
function work(watch: CrashWatch, id: string) {
  let finish: () => void = () => undefined;
  const started: string[] = [];
  const done = watch.run(id, () => {
    started.push(id);
    return new Promise<void>((resolve) => {
      finish = resolve;
    });
  });
  return { done, finish: () => finish(), isStarted: () => started.length > 0 };
}

describe('the watch over transforms', () => {
  it('names those that begin in one turn in one note, before any of them runs', async () => {
    const { watch, entered } = watching();
    const seen: number[] = [];
    const run = (id: string) => watch.run(id, async () => seen.push(entered.length));
    await Promise.all([run('a'), run('b')]);
    await run('c');

    expect(entered).toEqual(['transform/a transform/b', 'transform/c']);
    expect(seen).toEqual([1, 1, 2]);
  });

  it('takes the note away when all of them have come back, and not before', async () => {
    const { watch, inside, clock } = watching();
    const [a, b] = [work(watch, 'a'), work(watch, 'b')];
    await clock.advance(0);
    a.finish();
    await a.done;
    expect(inside).toHaveLength(1);
    b.finish();
    await b.done;

    expect(inside).toHaveLength(0);
  });

  it('takes it away when they fail, and passes on what they throw', async () => {
    const { watch, inside } = watching({ suspect: 1 });
    const fails = () => Promise.reject(new Error('no'));
    await expect(watch.run('a', fails)).rejects.toThrow('no');
    await expect(watch.run('suspect', fails)).rejects.toThrow('no');

    expect(inside).toHaveLength(0);
  });

  it('runs suspects one at a time, each under its own name', async () => {
    const { watch, entered, clock } = watching({ a: 1, b: 2 });
    const [a, b, innocent] = [work(watch, 'a'), work(watch, 'b'), work(watch, 'c')];
    await clock.advance(0);
    expect([a.isStarted(), b.isStarted(), innocent.isStarted()]).toEqual([true, false, true]);
    a.finish();
    await clock.advance(0);

    expect(b.isStarted()).toBe(true);
    expect(entered.toSorted()).toEqual(['transform/a', 'transform/b', 'transform/c']);
  });

  it('does not let a suspect that never comes back stop the others for ever', async () => {
    const { watch, clock } = watching({ a: 1, b: 1 });
    const [, b] = [work(watch, 'a'), work(watch, 'b')];
    await clock.advance(9_999);
    expect(b.isStarted()).toBe(false);
    await clock.advance(1);
    expect(b.isStarted()).toBe(true);
    b.finish();
    await b.done;

    expect(clock.pending).toBe(0);
  });

  it('gives up on an event after three deaths, and says what to do', () => {
    const { watch } = watching({ a: 2, b: 3 });

    expect(watch.verdict('a')).toBeUndefined();
    expect(watch.verdict('b')).toMatch(/ended 3 times .* correct the transform, then replay it/);
  });
});
