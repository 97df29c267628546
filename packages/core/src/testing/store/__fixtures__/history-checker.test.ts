import { describe, expect, it } from 'vitest';
import { checkHistory, type Operation } from './history-checker.ts';

type Bare<T> = T extends unknown ? Omit<T, 'called' | 'answered'> : never;

/** One after the other, each called at an even tick and answered at the odd one after it. */
const inTurn = (...operations: readonly Bare<Operation>[]): Operation[] =>
  operations.map((operation, index) =>
    Object.assign({}, operation, { called: 2 * index, answered: 2 * index + 1 }),
  );

const append = (id: string, isNew = true): Bare<Operation> => ({
  kind: 'append',
  id,
  person: 'ana',
  isNew,
});
const lease = (name: string, ids: readonly string[], more: object = {}): Bare<Operation> => ({
  kind: 'lease',
  lease: name,
  epoch: 1,
  at: 0,
  expiresAt: 1_000,
  ids,
  ...more,
});
const settle = (name: string, ids: readonly string[], done = true): Bare<Operation> => ({
  kind: 'settle',
  lease: name,
  statuses: Object.fromEntries(ids.map((id) => [id, 'delivered'])),
  done,
});

describe('a history is found to be', () => {
  it.each<readonly [string, readonly Bare<Operation>[]]>([
    ['one event that is delivered', [append('1'), lease('a', ['1']), settle('a', ['1'])]],
    ['a repetition', [append('1'), append('1', false), lease('a', ['1']), settle('a', ['1'])]],
    [
      'two of a person in one lease',
      [append('1'), append('2'), lease('a', ['1', '2']), settle('a', ['1', '2'])],
    ],
    [
      'a lease that expired',
      [append('1'), lease('a', ['1']), lease('b', ['1'], { at: 1_000 }), settle('b', ['1'])],
    ],
    [
      'a dispatcher that was replaced, and rejected',
      [
        append('1'),
        lease('a', ['1']),
        lease('b', ['1'], { epoch: 2 }),
        settle('a', ['1'], false),
        settle('b', ['1']),
      ],
    ],
  ])('sound: %s', (_name, operations) => {
    expect(checkHistory(inTurn(...operations))).toEqual([]);
  });

  it('sound: what happens at the same time may have happened in either order', () => {
    const [first, second, loan, end] = inTurn(
      append('1'),
      append('2'),
      lease('a', ['2', '1']),
      settle('a', ['1', '2']),
    );
    const atOnce = [first, { ...second, called: 0 }, loan, end] as Operation[];
    expect(checkHistory(atOnce)).toEqual([]);
  });

  it.each<readonly [string, readonly Bare<Operation>[]]>([
    ['1 was settled for good 0 times', [append('1')]],
    [
      '1 was answered as new 2 times',
      [append('1'), append('1'), lease('a', ['1']), settle('a', ['1'])],
    ],
    ['1 was answered as new 0 times', [append('1', false), lease('a', ['1']), settle('a', ['1'])]],
    [
      '1 was lent by lease a before it was appended',
      [lease('a', ['1']), append('1'), settle('a', ['1'])],
    ],
    [
      '1 was lent by lease b while lease a had it',
      [
        append('1'),
        lease('a', ['1']),
        lease('b', ['1']),
        settle('a', ['1'], false),
        settle('b', ['1']),
      ],
    ],
    [
      '1 was settled by lease a after lease b had it',
      [append('1'), lease('a', ['1']), lease('b', ['1'], { epoch: 2 }), settle('a', ['1'])],
    ],
    [
      '1 was lent by lease b after it was settled for good',
      [append('1'), lease('a', ['1']), settle('a', ['1']), lease('b', ['1']), settle('b', [])],
    ],
    [
      '2 overtook 1 in lease a',
      [
        append('1'),
        append('2'),
        lease('a', ['2']),
        settle('a', ['2']),
        lease('b', ['1']),
        settle('b', ['1']),
      ],
    ],
    [
      '2 overtook 1 in lease a',
      [append('1'), append('2'), lease('a', ['2', '1']), settle('a', ['1', '2'])],
    ],
  ])('impossible: %s', (finding, operations) => {
    expect(checkHistory(inTurn(...operations))).toContain(finding);
  });
});
