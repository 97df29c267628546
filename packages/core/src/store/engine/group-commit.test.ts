import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { manualClock, type ManualClock } from '../../testing/manual-clock.ts';
import { event, user } from '../../testing/store/bench.ts';
import type { Commit } from '../store.ts';
import { GroupCommit } from './group-commit.ts';

const megabyte = 1024 * 1024;
let made = 0;

function commit(bytes = 10, priority = false): Commit {
  made += 1;
  return { events: [event(`e${made}`, user('1'), { body: Buffer.alloc(bytes), priority })] };
}

/** Writes that end when the test says so. */
function heldWrites() {
  const writes: { commits: readonly Commit[]; end(): void; fail(error: Error): void }[] = [];
  const write = (commits: readonly Commit[]) =>
    new Promise<boolean[][]>((resolve, reject) => {
      const end = (): void => resolve(commits.map(({ events }) => events.map(() => true)));
      writes.push({ commits, end, fail: reject });
    });
  return { writes, write };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('commits that wait together', () => {
  it('are written together, in the order of their calls, half of them while the others prepare', async () => {
    const { writes, write } = heldWrites();
    const group = new GroupCommit(write, { clock: manualClock() });
    const commits = [commit(), commit(), commit(), commit()];
    const added = commits.map((one) => group.add(one));
    await turn();
    expect(writes.map((one) => one.commits)).toEqual([commits.slice(0, 2)]);
    writes[0]?.end();
    await turn();
    expect(writes.map((one) => one.commits)).toEqual([commits.slice(0, 2), commits.slice(2)]);
    writes[1]?.end();
    expect(await Promise.all(added)).toEqual([[true], [true], [true], [true]]);
  });

  it('are all refused when their write fails, and no others', async () => {
    const { writes, write } = heldWrites();
    const group = new GroupCommit(write, { clock: manualClock() });
    const first = group.add(commit());
    await turn();
    const second = group.add(commit());
    writes[0]?.fail(new Error('the disk is gone'));
    await expect(first).rejects.toThrow('the disk is gone');
    await turn();
    writes[1]?.end();
    expect(await second).toEqual([true]);
  });
});

describe('invariant 9: what waits to be written', () => {
  const full = { code: 'STORE_FULL' };

  /** 30 MiB that are on their way, and as much as fits behind them. */
  async function atItsBound(clock: ManualClock, appendTimeoutMs?: number) {
    const held = heldWrites();
    const group = new GroupCommit(held.write, { clock, appendTimeoutMs });
    const first = group.add(commit(30 * megabyte));
    await turn();
    return { ...held, group, first };
  }

  it('is bounded: beyond that a commit waits for room, and is written when there is some', async () => {
    const { writes, group, first } = await atItsBound(manualClock());
    const late = group.add(commit(2 * megabyte));
    await turn();
    expect(writes).toHaveLength(1);
    writes[0]?.end();
    await first;
    await turn();
    writes[1]?.end();
    expect(await late).toEqual([true]);
  });

  it('is refused with StoreFull when none comes within appendTimeoutMs, and is never written then', async () => {
    const clock = manualClock();
    const { writes, group, first } = await atItsBound(clock, 500);
    const late = group.add(commit(2 * megabyte));
    const outcome = late.then(
      () => 'taken',
      (error: Error) => error,
    );
    await clock.advance(499);
    expect(await Promise.race([outcome, turn()])).toBeUndefined();
    await clock.advance(1);
    expect(await outcome).toMatchObject({
      ...full,
      message: expect.stringMatching(/30\.0 MiB are to be written .* waited 500 ms/),
    });
    writes[0]?.end();
    await first;
    await group.close();
    expect(writes).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('is refused at once when there is no room even to wait', async () => {
    const { group } = await atItsBound(manualClock());
    const waiting = group.add(commit(30 * megabyte));
    await expect(group.add(commit(megabyte))).rejects.toMatchObject(full);
    expect(await Promise.race([waiting, turn()])).toBeUndefined();
  });

  it('is refused at once with an appendTimeoutMs of 0', async () => {
    const { group } = await atItsBound(manualClock(), 0);
    await expect(group.add(commit(2 * megabyte))).rejects.toMatchObject(full);
  });

  it('keeps a reserve for commits that have priority, which do not wait behind the others', async () => {
    const { writes, group, first } = await atItsBound(manualClock());
    const ordinary = group.add(commit(megabyte));
    const order = group.add(commit(megabyte, true));
    writes[0]?.end();
    await first;
    await turn();
    expect(writes[1]?.commits[0]?.events[0]?.priority).toBe(true);
    for (const index of [1, 2]) {
      writes[index]?.end();
      await turn();
    }
    expect(await Promise.all([ordinary, order])).toEqual([[true], [true]]);
  });

  it('takes a commit that is larger than the bound when nothing else waits', async () => {
    const { writes, write } = heldWrites();
    const added = new GroupCommit(write, { clock: manualClock() }).add(commit(65 * megabyte));
    await turn();
    writes[0]?.end();
    expect(await added).toEqual([true]);
  });

  it('has a pressure from 0 to 1', async () => {
    const { write } = heldWrites();
    const group = new GroupCommit(write, { clock: manualClock() });
    expect(group.pressure).toBe(0);
    void group.add(commit(16 * megabyte));
    expect(group.pressure).toBeCloseTo(0.5);
    void group.add(commit(30 * megabyte));
    expect(group.pressure).toBe(1);
  });

  const steps = fc.array(
    fc.oneof(
      fc.record({
        add: fc.integer({ min: 1, max: 45 }),
        priority: fc.boolean(),
      }),
      fc.constant('end' as const),
      fc.constant('fail' as const),
      fc.integer({ min: 1, max: 700 }),
    ),
    { maxLength: 60 },
  );

  it('never exceeds its bounds, keeps the order of each line, and answers every call', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const clock = manualClock();
        const { writes, write } = heldWrites();
        const group = new GroupCommit(write, { clock });
        const answers = new Map<Commit, 'open' | 'taken' | 'refused' | 'failed'>();
        const ended = new Set<unknown>();
        const sizes = new Map<Commit, number>();
        const done = (): void => {
          const open = [...answers].filter(([, answer]) => answer === 'open');
          const bytes = open.map(([one]) => sizes.get(one) ?? 0);
          const all = bytes.reduce((sum, size) => sum + size, 0);
          // 32 to be written and 32 that wait; one that is larger may be alone in either.
          const large = bytes.filter((size) => size > 32 * megabyte);
          const rest = all - large.reduce((sum, size) => sum + size, 0);
          expect(large.length).toBeLessThanOrEqual(2);
          expect(rest).toBeLessThanOrEqual((2 - large.length) * 32 * megabyte);
        };
        const finish = async (how: 'end' | 'fail'): Promise<void> => {
          const under = writes.find((one) => !ended.has(one));
          if (under === undefined) return;
          ended.add(under);
          if (how === 'end') under.end();
          else under.fail(new Error('the disk is gone'));
          await turn();
        };
        for (const step of history) {
          if (step === 'end' || step === 'fail') await finish(step);
          else if (typeof step === 'number') await clock.advance(step);
          else {
            const one = commit(step.add * megabyte, step.priority);
            answers.set(one, 'open');
            sizes.set(one, step.add * megabyte);
            group.add(one).then(
              () => answers.set(one, 'taken'),
              (error: { code?: string }) =>
                answers.set(one, error.code === 'STORE_FULL' ? 'refused' : 'failed'),
            );
          }
          await turn();
          done();
        }
        while (writes.some((one) => !ended.has(one))) await finish('end');
        expect([...answers.values()]).not.toContain('open');
        expect(clock.pending).toBe(0);

        const written = writes.flatMap((one) => one.commits);
        for (const priority of [true, false]) {
          const isIn = (one: Commit): boolean => one.events[0]?.priority === priority;
          const called = [...answers]
            .filter(([one, answer]) => isIn(one) && answer !== 'refused')
            .map(([one]) => one);
          expect(written.filter(isIn)).toEqual(called);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('closing', () => {
  it('waits for what is to be written, and takes no more', async () => {
    const { writes, write } = heldWrites();
    const group = new GroupCommit(write, { clock: manualClock() });
    const added = group.add(commit());
    await turn();
    let closed = false;
    const closing = group.close().then(() => (closed = true));
    await expect(group.add(commit())).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await turn();
    expect(closed).toBe(false);
    writes[0]?.end();
    await closing;
    expect(await added).toEqual([true]);
  });
});
