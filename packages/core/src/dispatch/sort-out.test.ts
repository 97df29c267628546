import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchRefused, delivered } from '../destination/outcome.ts';
import type { TaskOutcome } from './conclude.ts';
import type { Task } from './rounds.ts';
import { sortOut, type CallAgain } from './sort-out.ts';

const tasksOf = (count: number, profiles = count): Task[] =>
  Array.from({ length: count }, (_, ref) => ({
    ref,
    profile: ref % profiles,
    operation: { lane: 'all', key: `${ref}`, payload: null },
  }));

/** A vendor that refuses every call with one of `poisons` in it. */
function vendor(poisons: readonly number[], points: 'at all' | 'at the first' | 'at none') {
  const calls: number[][] = [];
  const bad = new Set(poisons);
  const refusalOf = (tasks: readonly Task[]): BatchRefused | undefined => {
    const found = tasks.flatMap(({ ref }, index) => (bad.has(ref) ? [index] : []));
    if (found.length === 0) return undefined;
    const named = { 'at all': found, 'at the first': found.slice(0, 1), 'at none': [] }[points];
    return new BatchRefused('refused', {
      suspects: new Map(named.map((index) => [index, `bad ${tasks[index]?.ref}`])),
    });
  };
  const callAgain: CallAgain = async (tasks) => {
    calls.push(tasks.map(({ ref }) => ref));
    return refusalOf(tasks) ?? tasks.map(() => delivered);
  };
  /** As if `tasks` had been refused just now. */
  const sort = (tasks: readonly Task[]) =>
    sortOut(tasks, refusalOf(tasks) ?? new BatchRefused('refused'), callAgain);
  return { calls, sort };
}

const statuses = (outcomes: readonly TaskOutcome[]) => outcomes.map(({ status }) => status);
const refused = (...how: ConstructorParameters<typeof BatchRefused>) => new BatchRefused(...how);
const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => from + index);

const batches = fc.integer({ min: 1, max: 120 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    poisons: fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }), { minLength: 1 }),
    points: fc.constantFrom('at all', 'at the first', 'at none'),
  }),
);

describe('a batch that was refused', () => {
  it('is sorted out whatever is at fault: that is rejected, all others are delivered', async () => {
    await fc.assert(
      fc.asyncProperty(batches, async ({ count, poisons, points }) => {
        const { sort } = vendor(poisons, points);
        const outcomes = await sort(tasksOf(count));

        const expected = range(0, count).map((ref) =>
          poisons.includes(ref) ? 'rejected' : 'delivered',
        );
        expect(statuses(outcomes)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('takes few calls: ten for each that is at fault, and never more than two for each task and a few', async () => {
    await fc.assert(
      fc.asyncProperty(batches, async ({ count, poisons, points }) => {
        const { sort, calls } = vendor(poisons, points);
        await sort(tasksOf(count));

        const halvings = Math.ceil(Math.log2(count)) + 2;
        expect(calls.length).toBeLessThanOrEqual(2 * halvings * poisons.length);
        expect(calls.length).toBeLessThanOrEqual(2 * count + 3 * halvings);
      }),
      { numRuns: 500 },
    );
  });

  it('goes again in its order: no task before one that it follows', async () => {
    await fc.assert(
      fc.asyncProperty(batches, async ({ count, poisons, points }) => {
        const { sort, calls } = vendor(poisons, points);
        await sort(tasksOf(count));

        const taken = calls.filter((refs) => !refs.some((ref) => poisons.includes(ref))).flat();
        expect(taken).toEqual(taken.toSorted((a, b) => a - b));
      }),
    );
  });

  it('of 500 takes at most ten calls more, wherever the one at fault is', async () => {
    const tasks = tasksOf(500);
    const most = await Promise.all(
      tasks.map(async ({ ref }) => {
        const { sort, calls } = vendor([ref], 'at none');
        const outcomes = await sort(tasks);
        expect(outcomes[ref]).toEqual({ status: 'rejected', reason: 'refused' });
        expect(outcomes.filter(({ status }) => status === 'delivered')).toHaveLength(499);
        return calls.length;
      }),
    );

    expect(Math.max(...most)).toBe(10);
  });

  it('takes little more than a call for each when all are at fault', async () => {
    const { sort, calls } = vendor(range(0, 200), 'at none');

    expect(statuses(await sort(tasksOf(200)))).toEqual(range(0, 200).map(() => 'rejected'));
    expect(calls.length).toBeLessThan(220);
  });

  it('takes one call more when the vendor points at those at fault, each with its own reason', async () => {
    const { sort, calls } = vendor([1, 3], 'at all');
    const outcomes = await sort(tasksOf(5));

    expect(calls).toEqual([[0, 2, 4]]);
    expect(outcomes[1]).toEqual({ status: 'rejected', reason: 'bad 1' });
    expect(outcomes[3]).toEqual({ status: 'rejected', reason: 'bad 3' });
  });

  it('of one task takes no call: it is rejected', async () => {
    const { sort, calls } = vendor([0], 'at none');

    expect(statuses(await sort(tasksOf(1)))).toEqual(['rejected']);
    expect(calls).toEqual([]);
  });

  it('rejects nobody if each part of it is taken', async () => {
    // What was wrong was the company they kept, or the vendor.
    const { sort } = vendor([], 'at none');

    expect(statuses(await sort(tasksOf(9)))).toEqual(range(0, 9).map(() => 'delivered'));
  });

  it('ignores suspects that are not in it', async () => {
    const tasks = tasksOf(2);
    const refusal = refused('refused', { suspects: new Map([[7, 'not there']]) });
    const outcomes = await sortOut(tasks, refusal, async (some) =>
      some.some(({ ref }) => ref === 1) ? refused('refused') : some.map(() => delivered),
    );

    expect(statuses(outcomes)).toEqual(['delivered', 'rejected']);
  });
});

describe('a batch that is too large', () => {
  const tooLarge = refused('answered 413', { tooLarge: true });

  it('goes in halves, and in halves of those, and what is too large alone is rejected', async () => {
    const sizes: number[] = [];
    const outcomes = await sortOut(tasksOf(12), tooLarge, async (tasks) => {
      sizes.push(tasks.length);
      const fits = tasks.length <= 3 && !tasks.some(({ ref }) => ref === 4);
      return fits ? tasks.map(() => delivered) : tooLarge;
    });

    expect(sizes).toEqual([6, 3, 3, 2, 1, 1, 7, 4, 2, 2, 2, 1]);
    expect(statuses(outcomes)).toEqual(
      range(0, 12).map((ref) => (ref === 4 ? 'rejected' : 'delivered')),
    );
    expect(outcomes[4]).toEqual({ status: 'rejected', reason: 'answered 413' });
  });

  it('is sorted out even if one in it is at fault, too', async () => {
    const outcomes = await sortOut(tasksOf(40), tooLarge, async (tasks) => {
      if (tasks.length > 7) return tooLarge;
      return tasks.some(({ ref }) => ref === 30) ? refused('refused') : tasks.map(() => delivered);
    });

    expect(statuses(outcomes)).toEqual(
      range(0, 40).map((ref) => (ref === 30 ? 'rejected' : 'delivered')),
    );
  });
});

describe('while a refused batch is sorted out', () => {
  it('a failure of the destination leaves untried what was not tried, and keeps what is known', async () => {
    const { callAgain, calls } = failing(2, (tasks) => tasks.map(() => ({ status: 'untried' })));
    const outcomes = await sortOut(tasksOf(8), refused('refused'), callAgain);

    expect(calls).toEqual([4, 2]);
    expect(statuses(outcomes)).toEqual([
      ...range(0, 4).map(() => 'delivered'),
      ...range(4, 8).map(() => 'untried'),
    ]);
  });

  it('what has to be tried again is not overtaken by what follows it in its profile', async () => {
    const { callAgain } = failing(1, (tasks) =>
      tasks.map(({ ref }) => (ref === 1 ? { status: 'retry', reason: 'locked' } : delivered)),
    );
    // Tasks 1, 4 and 7 are of one profile; 0 to 3 are in the first call.
    const outcomes = await sortOut(tasksOf(8, 3), refused('refused'), callAgain);

    expect(statuses(outcomes)).toEqual(
      range(0, 8).map((ref) =>
        ref === 1 ? 'retry' : ref === 4 || ref === 7 ? 'untried' : 'delivered',
      ),
    );
  });

  it('blames no other for the one at fault, when that is among those of which nothing is known yet', async () => {
    let calls = 0;
    const callAgain: CallAgain = async (tasks) => {
      calls += 1;
      // The first half is refused; its first half fails, so that nobody knows whether it would have been.
      if (calls === 2) return tasks.map(() => ({ status: 'retry', reason: 'reset' }));
      return tasks.some(({ ref }) => ref === 1) ? refused('refused') : tasks.map(() => delivered);
    };
    const outcomes = await sortOut(tasksOf(8), refused('refused'), callAgain);

    expect(statuses(outcomes)).toEqual(range(0, 8).map((ref) => (ref < 2 ? 'retry' : 'delivered')));
  });

  /** Delivers, but for the call of this number. */
  function failing(call: number, answer: (tasks: readonly Task[]) => TaskOutcome[]) {
    const calls: number[] = [];
    const callAgain: CallAgain = async (tasks) => {
      calls.push(tasks.length);
      return calls.length === call ? answer(tasks) : tasks.map(() => delivered);
    };
    return { callAgain, calls };
  }
});
